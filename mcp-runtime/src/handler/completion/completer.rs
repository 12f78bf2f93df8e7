//! Functions that complete an argument, reduced to one type.

use std::future::Future;
use std::marker::PhantomData;

use super::{CompleteRequest, Completed};
use crate::error::{CallError, IntoCallError};
use crate::handler::{Context, FromContext, HandlerFuture, Output, Requirements, blocking};

/// A function that can be written after `complete =`. `Via` tells its forms
/// apart and is always inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot complete an argument",
    label = "not a function that completes",
    note = "write `async fn name(partial: String) -> Vec<String>`; it may return any iterable of strings, or a `Result` of one",
    note = "take `CompleteRequest` in place of `String` for the arguments given before, and context such as `State<T>` behind it",
    note = "if it looks like this, its future is not `Send`: keep no `Rc` and no lock's guard across an `.await`"
)]
pub trait Completer<Via>: Copy + Send + Sync + 'static {
    /// Begins one completion.
    fn begin(self, request: CompleteRequest, ctx: Context) -> HandlerFuture;

    /// Adds what its context needs of the server.
    fn requires(requirements: &mut Requirements);
}

/// What a function that completes returns.
pub trait Completing<Via>: Sized {
    /// Calls it, on a thread of its own where it may block.
    fn run(ctx: Context, call: impl FnOnce() -> Self + Send + 'static) -> HandlerFuture;
}

/// What it comes to in the end.
pub trait IntoCompleted<Via> {
    /// The values, or why there are none.
    fn into_completed(self) -> Result<Completed, CallError>;
}

/// Marks futures.
pub struct ViaFuture<Via>(PhantomData<Via>);

/// Marks what is there at once.
pub struct ViaValue<Via>(PhantomData<Via>);

/// Marks iterables of strings.
pub struct ViaStrings;

/// Marks results.
pub struct ViaResult;

#[diagnostic::do_not_recommend]
impl<F, Via> Completing<ViaFuture<Via>> for F
where
    F: Future + Send + 'static,
    F::Output: IntoCompleted<Via>,
{
    fn run(_: Context, call: impl FnOnce() -> Self + Send + 'static) -> HandlerFuture {
        Box::pin(async move { call().await.into_completed().map(Output::Completed) })
    }
}

#[diagnostic::do_not_recommend]
impl<R: IntoCompleted<Via>, Via> Completing<ViaValue<Via>> for R {
    fn run(ctx: Context, call: impl FnOnce() -> Self + Send + 'static) -> HandlerFuture {
        // What it returns may be no `Send`, so it becomes values over there.
        Box::pin(async move {
            let values = blocking(&ctx, move || call().into_completed()).await?;
            values.map(Output::Completed)
        })
    }
}

#[diagnostic::do_not_recommend]
impl<I> IntoCompleted<ViaStrings> for I
where
    I: IntoIterator,
    I::Item: Into<String>,
{
    fn into_completed(self) -> Result<Completed, CallError> {
        Ok(Completed::of(self))
    }
}

#[diagnostic::do_not_recommend]
impl<I, E> IntoCompleted<ViaResult> for Result<I, E>
where
    I: IntoIterator,
    I::Item: Into<String>,
    E: IntoCallError,
{
    fn into_completed(self) -> Result<Completed, CallError> {
        self.map(Completed::of).map_err(IntoCallError::into_call_error)
    }
}

macro_rules! functions {
    ($($context:ident)*) => {
        #[diagnostic::do_not_recommend]
        #[allow(non_snake_case, unused_variables)]
        impl<Function, Request, Return, Via, $($context),*>
            Completer<(Via, Request, $($context,)*)> for Function
        where
            Function: FnOnce(Request, $($context),*) -> Return + Copy + Send + Sync + 'static,
            Request: From<CompleteRequest> + Send + 'static,
            Return: Completing<Via>,
            $($context: FromContext + 'static,)*
        {
            fn begin(self, request: CompleteRequest, ctx: Context) -> HandlerFuture {
                Box::pin(async move {
                    $(
                        let $context = match $context::at_hand(&ctx) {
                            Some(value) => value,
                            None => $context::from_context(&ctx).await,
                        };
                        let $context = $context.map_err(IntoCallError::into_call_error)?;
                    )*
                    let request = Request::from(request);
                    Return::run(ctx, move || self(request, $($context),*)).await
                })
            }

            fn requires(requirements: &mut Requirements) {
                $($context::requires(requirements);)*
            }
        }
    };
}

functions!();
functions!(A);
functions!(A B);
functions!(A B C);
functions!(A B C D);
functions!(A B C D E);
