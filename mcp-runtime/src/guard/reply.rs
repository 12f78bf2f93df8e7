use std::sync::Arc;

use crate::handler::ToolOutput;

/// A result: this call's own, or one that others got as well.
pub(crate) enum Reply {
    Own(ToolOutput),
    Shared(Arc<ToolOutput>),
}

impl std::ops::Deref for Reply {
    type Target = ToolOutput;

    fn deref(&self) -> &ToolOutput {
        match self {
            Self::Own(output) => output,
            Self::Shared(output) => output,
        }
    }
}
