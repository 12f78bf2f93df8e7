//! What functions return, and what becomes of it.

mod method;
mod prompt;
mod resource;
mod tool;

use super::{Completed, Questions};
pub use method::{IntoMethodOutput, MethodOutput};
pub use prompt::{IntoPromptOutput, PromptMessage, PromptOutput};
pub use resource::{IntoResourceOutput, ResourceOutput};
use serde_json::{Map, Value};
pub(crate) use tool::Body;
pub use tool::{IntoContent, IntoToolOutput, Json, ToolOutput};

/// A call that asks is over; the client makes it again with its answers.
const INPUT_REQUIRED: &str = "INPUT_REQUIRED";

/// What a call came to, ready to be sent.
#[derive(Debug)]
pub enum Output {
    /// Of a tool.
    Tool(ToolOutput),
    /// Of a prompt.
    Prompt(PromptOutput),
    /// Of a resource.
    Resource(ResourceOutput),
    /// Of a method of one's own.
    Method(MethodOutput),
    /// Of an argument that somebody is typing.
    Completed(Completed),
    /// Of no function: it asks first.
    Questions(Box<Questions>),
}

impl Output {
    /// Bytes of what it has to say, without the protocol around them.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Tool(output) => output.size(),
            Self::Prompt(output) => output.size(),
            Self::Resource(output) => output.size(),
            Self::Method(output) => output.size(),
            Self::Completed(output) => output.size(),
            Self::Questions(_) => 0,
        }
    }

    /// What the call's record says of it.
    pub(crate) fn outcome(&self) -> &'static str {
        match self {
            Self::Tool(_)
            | Self::Prompt(_)
            | Self::Resource(_)
            | Self::Method(_)
            | Self::Completed(_) => "OK",
            Self::Questions(_) => INPUT_REQUIRED,
        }
    }

    /// [`size`](Self::size) with what is kept beside it.
    pub(crate) fn kept_size(&self) -> usize {
        let meta = self.meta().and_then(|meta| serde_json::to_string(meta).ok());
        self.size() + meta.map_or(0, |meta| meta.len())
    }

    fn meta(&self) -> Option<&Map<String, Value>> {
        match self {
            Self::Tool(output) => output.meta.as_ref(),
            Self::Prompt(output) => output.meta.as_ref(),
            Self::Resource(output) => output.meta.as_ref(),
            Self::Method(output) => output.meta.as_ref(),
            Self::Completed(_) | Self::Questions(_) => None,
        }
    }
}
