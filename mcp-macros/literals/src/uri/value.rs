//! What a variable stands for.

/// What a variable stands for (RFC 6570, 2.3). No list and no pairs at all are the same as none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// One text.
    Text(String),
    /// Several, in order.
    List(Vec<String>),
    /// Names and their values. Expanded, but never read back: a URI does not tell them from a list.
    Pairs(Vec<(String, String)>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Value {
    pub(super) fn is_none(&self) -> bool {
        match self {
            Self::Text(_) => false,
            Self::List(items) => items.is_empty(),
            Self::Pairs(pairs) => pairs.is_empty(),
        }
    }
}
