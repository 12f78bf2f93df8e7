use std::sync::Arc;

use crate::handler::Output;

/// A result: this call's own, or one that others got as well.
pub(crate) enum Reply {
    Own(Output),
    Shared(Arc<Output>),
}

impl std::ops::Deref for Reply {
    type Target = Output;

    fn deref(&self) -> &Output {
        match self {
            Self::Own(output) => output,
            Self::Shared(output) => output,
        }
    }
}
