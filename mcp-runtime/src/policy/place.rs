use std::fmt;
use std::sync::Arc;

/// Where the operator wrote something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// The file as a whole.
    Path(Arc<str>),
    /// Lines and columns count from 1, columns in characters.
    File {
        path: Arc<str>,
        line: usize,
        column: usize,
    },
    Variable(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => f.write_str(path),
            Self::File { path, line, column } => write!(f, "{path}:{line}:{column}"),
            Self::Variable(name) => f.write_str(name),
        }
    }
}

/// Where a value in force comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// The program's builder, or what it leaves as it is.
    Default,
    Attribute {
        file: &'static str,
        line: u32,
    },
    File {
        path: Arc<str>,
        line: usize,
    },
    Environment {
        name: String,
    },
}

impl From<&Place> for Source {
    fn from(place: &Place) -> Self {
        match place {
            Place::Path(path) => Self::File { path: Arc::clone(path), line: 1 },
            Place::File { path, line, .. } => Self::File { path: Arc::clone(path), line: *line },
            Place::Variable(name) => Self::Environment { name: name.clone() },
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::Attribute { file, line } => write!(f, "attribute {file}:{line}"),
            Self::File { path, line } => write!(f, "{path}:{line}"),
            Self::Environment { name } => f.write_str(name),
        }
    }
}
