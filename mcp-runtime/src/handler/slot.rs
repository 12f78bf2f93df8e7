use std::sync::Arc;

use super::extract::missing_state;
use super::{Context, Parameter};
use crate::error::CallError;

/// A parameter between validation and the call.
pub struct Slot<T: Parameter<Via>, Via>(pub(super) Option<T::Prepared>);

impl<T: Parameter<Via>, Via> Slot<T, Via> {
    /// The value for the handler.
    ///
    /// # Errors
    /// What the extractor says.
    pub async fn get(self, ctx: &Context) -> Result<T, CallError> {
        match self.0 {
            Some(prepared) => T::resolve(prepared, ctx).await,
            // `Call::run` refuses the call before any slot is read, unless
            // all of them were filled.
            None => Err(CallError::internal("a parameter was read without having been validated")),
        }
    }
}

/// The `self` of a method between validation and the call.
pub struct ReceiverSlot<T>(pub(super) Option<Arc<T>>);

impl<T> ReceiverSlot<T> {
    /// The shared value that the method is called on.
    ///
    /// # Errors
    /// INTERNAL where the builder was never given one; the start-up check
    /// keeps a server from getting here.
    #[allow(clippy::unused_async)] // the same shape as `Slot::get` in generated code
    pub async fn get(self, _: &Context) -> Result<Arc<T>, CallError> {
        self.0.ok_or_else(missing_state::<T>)
    }
}
