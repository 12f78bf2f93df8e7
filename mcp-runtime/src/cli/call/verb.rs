use serde_json::{Map, Value};

use crate::usage::Kind;

/// A command that reaches something of the server's by its name.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) struct Verb {
    pub(in crate::cli) kind: Kind,
    pub(super) method: &'static str,
    /// Of the command.
    pub(in crate::cli) name: &'static str,
    pub(in crate::cli) about: &'static str,
    /// For a name.
    pub(in crate::cli) placeholder: &'static str,
}

/// `call TOOL`.
pub(in crate::cli) const CALL: Verb = Verb {
    kind: Kind::Tool,
    method: "tools/call",
    name: "call",
    about: "Call a tool and print its answer",
    placeholder: "TOOL",
};

/// `get PROMPT`.
pub(in crate::cli) const GET: Verb = Verb {
    kind: Kind::Prompt,
    method: "prompts/get",
    name: "get",
    about: "Get a prompt and print its messages",
    placeholder: "PROMPT",
};

impl Verb {
    /// The verb of a command's name.
    pub(in crate::cli) fn of(command: &str) -> Option<Self> {
        [CALL, GET].into_iter().find(|verb| verb.name == command)
    }

    /// Arguments as the protocol has them: those of prompts are texts.
    pub(super) fn sent(self, arguments: Map<String, Value>) -> Map<String, Value> {
        if self.kind == Kind::Tool {
            return arguments;
        }
        let said = arguments.into_iter().filter(|(_, value)| !value.is_null());
        let text = |value: Value| match value {
            Value::String(text) => text,
            other => other.to_string(),
        };
        said.map(|(name, value)| (name, text(value).into())).collect()
    }
}
