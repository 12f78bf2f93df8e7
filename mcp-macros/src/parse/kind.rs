//! What clients reach a function by.

use std::fmt;

use syn::Attribute;

use super::is_named;

/// The attribute that a function has.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    Tool,
    Prompt,
    Resource,
    Method,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Tool, Self::Prompt, Self::Resource, Self::Method];

    /// Which of the attributes `attr` is, if any.
    pub(crate) fn of(attr: &Attribute) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| is_named(attr, kind.attribute()))
    }

    pub(crate) fn attribute(self) -> &'static str {
        match self {
            Self::Tool => "mcp_tool",
            Self::Prompt => "mcp_prompt",
            Self::Resource => "mcp_resource",
            Self::Method => "mcp_method",
        }
    }

    /// The attribute with something in its parentheses.
    pub(crate) fn usage(self) -> &'static str {
        match self {
            Self::Tool => "#[mcp_tool(name, ..)]",
            Self::Prompt => "#[mcp_prompt(name, ..)]",
            Self::Resource => "#[mcp_resource(\"notes://{id}\", ..)]",
            Self::Method => "#[mcp_method(\"com.example/search\", ..)]",
        }
    }

    /// Why it has no setting `written`, if that is one that only tools have.
    pub(super) fn without_hint(self, written: &str) -> Option<String> {
        if written == "task" {
            return Some(format!(
                "only tools run as tasks, a {self} is answered at once; remove it"
            ));
        }
        let is_hint = ["read_only", "destructive", "idempotent", "open_world"].contains(&written);
        is_hint.then(|| {
            let why = match self {
                Self::Method => "nothing of a method is told".to_owned(),
                _ => format!("a {self} is only read"),
            };
            format!("`{written}` tells clients what calling a tool may do, and {why}; remove it")
        })
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Tool => "tool",
            Self::Prompt => "prompt",
            Self::Resource => "resource",
            Self::Method => "method",
        })
    }
}
