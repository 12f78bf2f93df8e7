use std::borrow::Cow;
use std::sync::Arc;

use crate::error::{CallError, ErrorReport, code};
use crate::handler::Output;

/// What a call came to, in a form that can be given out again.
#[derive(Debug, Clone)]
pub(in crate::guard) enum Kept {
    Output(Arc<Output>),
    /// Without its cause: that was logged when it happened.
    Error(Arc<(ErrorReport, Cow<'static, str>)>),
    /// The call was made; what it came to was dropped to make room.
    Gone,
}

impl Kept {
    pub(in crate::guard) fn error(error: &CallError) -> Self {
        Self::Error(Arc::new(error.to_parts()))
    }

    pub(in crate::guard) fn into_result(self) -> Result<Arc<Output>, CallError> {
        match self {
            Self::Output(output) => Ok(output),
            Self::Error(parts) => {
                let (report, message) = (*parts).clone();
                Err(CallError::from_report(report, message))
            }
            Self::Gone => Err(CallError::new(
                code::INVALID_INPUT,
                "a call with this idempotency key was made before and is not made again; its \
                 result is no longer kept",
            )
            .action("Check the outcome with a read-only tool. Use a new key only for a new call.")),
        }
    }

    /// Roughly the bytes it occupies.
    pub(super) fn size(&self) -> usize {
        const OVERHEAD: usize = 256;
        match self {
            Self::Output(output) => OVERHEAD + output.kept_size(),
            Self::Error(parts) => OVERHEAD + parts.1.len() + parts.0.size(),
            Self::Gone => 0,
        }
    }
}
