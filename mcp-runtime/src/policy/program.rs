use std::borrow::Cow;

use crate::guard::{Defaults, ServerSettings};
use crate::handler::OwnGuards;
use crate::usage::Kind;

/// What the program itself says of its guards, before the operator is heard.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    pub(crate) handlers: Vec<HandlerPolicy>,
    pub(crate) defaults: Defaults,
    pub(crate) server: ServerSettings,
    /// Whether anything authenticates callers.
    pub(crate) authenticates: bool,
    /// Tools, prompts and resources may be added later, so that a name that
    /// nothing has now is no mistake.
    pub(crate) is_open: bool,
}

impl Program {
    /// Whether what is not there may come. Methods are there from the start.
    pub(super) fn may_come(&self, kind: Kind) -> bool {
        self.is_open && kind != Kind::Method
    }

    pub(super) fn of(&self, kind: Kind) -> impl Iterator<Item = &HandlerPolicy> + Clone {
        self.handlers.iter().filter(move |handler| handler.kind == kind)
    }

    #[cfg(feature = "policy")]
    pub(super) fn find(&self, kind: Kind, name: &str) -> Option<&HandlerPolicy> {
        self.of(kind).find(|handler| handler.name == name)
    }
}

/// A tool, prompt or resource, and what its attribute says.
#[derive(Debug, Clone)]
pub(crate) struct HandlerPolicy {
    pub(crate) kind: Kind,
    pub(crate) name: &'static str,
    /// Where the attribute stands in the source.
    pub(crate) file: &'static str,
    pub(crate) line: u32,
    pub(crate) read_only: bool,
    /// The names of its arguments on the wire, by which a limit may count.
    pub(crate) arguments: Vec<Cow<'static, str>>,
    pub(crate) guards: OwnGuards,
}
