//! What functions return, and what becomes of it.

mod tool;

pub(crate) use tool::Body;
pub use tool::{IntoContent, IntoToolOutput, Json, ToolOutput};

/// What a call came to, ready to be sent.
#[derive(Debug)]
pub enum Output {
    /// Of a tool.
    Tool(ToolOutput),
}

impl Output {
    /// Bytes of what it has to say, without the protocol around them.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Tool(output) => output.size(),
        }
    }

    /// [`size`](Self::size) with what is kept beside it.
    pub(crate) fn kept_size(&self) -> usize {
        match self {
            Self::Tool(output) => output.kept_size(),
        }
    }
}
