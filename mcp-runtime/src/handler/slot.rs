use std::pin::Pin;
use std::sync::Arc;

use super::extract::missing_state;
use super::{Context, FromContext};
use crate::error::{CallError, IntoCallError};

/// An argument between validation and the call.
pub struct ArgumentSlot<T>(pub(super) Option<T>);

impl<T> ArgumentSlot<T> {
    /// The value for the handler.
    ///
    /// # Errors
    /// INTERNAL where it was refused; `Call::run` lets no call get here then.
    #[allow(clippy::unused_async)] // the same shape as the other slots in generated code
    pub async fn get(self, _: &Context) -> Result<T, CallError> {
        self.0.ok_or_else(|| {
            CallError::internal("a parameter was read without having been validated")
        })
    }
}

/// Context that is taken inside the running call.
///
/// A function pointer and a boxed future, because the handler's future must
/// not name `T::from_context`: the compiler proves that future `Send` for any
/// lifetime where the user wrote `'static`, and `State<&'a str>` is context
/// for `'static` only (rust-lang/rust#110338).
pub struct ContextSlot<T>(for<'c> fn(&'c Context) -> Extraction<'c, T>);

/// A value, or what is still to be awaited for it.
enum Extraction<'c, T> {
    Done(Result<T, CallError>),
    Pending(Pin<Box<dyn Future<Output = Result<T, CallError>> + Send + 'c>>),
}

impl<T: FromContext + 'static> ContextSlot<T> {
    pub(super) fn new() -> Self {
        Self(|ctx| match T::at_hand(ctx) {
            Some(value) => Extraction::Done(value.map_err(IntoCallError::into_call_error)),
            None => Extraction::Pending(Box::pin(async {
                T::from_context(ctx).await.map_err(IntoCallError::into_call_error)
            })),
        })
    }
}

impl<T> ContextSlot<T> {
    /// The value for the handler.
    ///
    /// # Errors
    /// What the extractor says.
    pub async fn get(self, ctx: &Context) -> Result<T, CallError> {
        match (self.0)(ctx) {
            Extraction::Done(value) => value,
            Extraction::Pending(value) => value.await,
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
    #[allow(clippy::unused_async)] // the same shape as the other slots in generated code
    pub async fn get(self, _: &Context) -> Result<Arc<T>, CallError> {
        self.0.ok_or_else(missing_state::<T>)
    }
}
