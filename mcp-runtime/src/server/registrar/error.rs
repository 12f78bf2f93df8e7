use std::fmt;

use crate::usage::Kind;

/// Why a handler was not added.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RegistrarError {
    /// The server has not been built, or is gone.
    NotServing,
    /// There is one of this kind and name; remove it first.
    Duplicate(Kind, String),
    /// Its URIs are those of another resource.
    Conflict(String),
    /// There are as many as there may be; see
    /// [`ServerBuilder::max_handlers`](crate::ServerBuilder::max_handlers).
    Full(usize),
    /// What is wrong with it.
    Invalid(String),
}

impl fmt::Display for RegistrarError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotServing => {
                f.write_str("there is no server to add to: it was not built yet, or is gone")
            }
            Self::Duplicate(kind, name) => {
                write!(
                    f,
                    "there is a {kind} `{name}` already: remove it first, or take another name"
                )
            }
            Self::Conflict(conflict) => f.write_str(conflict),
            Self::Full(most) => write!(
                f,
                "there are {most} tools, prompts and resources, and there may be no more: remove \
                 some, or raise `.max_handlers(..)`"
            ),
            Self::Invalid(problem) => f.write_str(problem),
        }
    }
}

impl std::error::Error for RegistrarError {}
