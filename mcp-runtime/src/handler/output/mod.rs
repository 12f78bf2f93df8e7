//! What functions return, and what becomes of it.

mod tool;

use super::Questions;
pub(crate) use tool::Body;
pub use tool::{IntoContent, IntoToolOutput, Json, ToolOutput};

/// A call that asks is over; the client makes it again with its answers.
const INPUT_REQUIRED: &str = "INPUT_REQUIRED";

/// What a call came to, ready to be sent.
#[derive(Debug)]
pub enum Output {
    /// Of a tool.
    Tool(ToolOutput),
    /// Of no function: it asks first.
    Questions(Box<Questions>),
}

impl Output {
    /// Bytes of what it has to say, without the protocol around them.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Tool(output) => output.size(),
            Self::Questions(_) => 0,
        }
    }

    /// What the call's record says of it.
    pub(crate) fn outcome(&self) -> &'static str {
        match self {
            Self::Tool(_) => "OK",
            Self::Questions(_) => INPUT_REQUIRED,
        }
    }

    /// [`size`](Self::size) with what is kept beside it.
    pub(crate) fn kept_size(&self) -> usize {
        match self {
            Self::Tool(output) => output.kept_size(),
            Self::Questions(_) => 0,
        }
    }
}
