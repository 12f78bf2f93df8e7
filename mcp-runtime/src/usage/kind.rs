use std::fmt;

/// What clients reach a function by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// By `tools/call`.
    Tool,
    /// By `prompts/get`.
    Prompt,
    /// By `resources/read`.
    Resource,
    /// By a method of its own.
    Method,
}

impl Kind {
    /// As the operator's tables name all of them.
    pub(crate) const fn plural(self) -> &'static str {
        match self {
            Self::Tool => "tools",
            Self::Prompt => "prompts",
            Self::Resource => "resources",
            Self::Method => "methods",
        }
    }

    /// The method by which clients reach the one of this name.
    #[cfg_attr(not(feature = "http"), allow(dead_code))]
    pub(crate) const fn method(self, name: &'static str) -> &'static str {
        match self {
            Self::Tool => "tools/call",
            Self::Prompt => "prompts/get",
            Self::Resource => "resources/read",
            Self::Method => name,
        }
    }

    /// As sentences and records name it: `tool`, `prompt`,
    /// `resource` or `method`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tool => "tool",
            Self::Prompt => "prompt",
            Self::Resource => "resource",
            Self::Method => "method",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
