//! The caller's principal as a parameter.

use futures_util::FutureExt as _;

use super::{Context, FromContext, Requirements};
use crate::auth::{Principal, Scopes};
use crate::error::CallError;

impl FromContext for Principal {
    type Rejection = CallError;

    async fn from_context(ctx: &Context) -> Result<Self, CallError> {
        ctx.principal().cloned().ok_or_else(|| {
            super::access::unauthenticated(
                "the caller has not proved who it is",
                &Scopes::default(),
                ctx.remote(),
            )
        })
    }

    fn at_hand(ctx: &Context) -> Option<Result<Self, CallError>> {
        Self::from_context(ctx).now_or_never()
    }

    fn requires(requirements: &mut Requirements) {
        requirements.principal();
    }
}

impl FromContext for Option<Principal> {
    type Rejection = CallError;

    async fn from_context(ctx: &Context) -> Result<Self, CallError> {
        Ok(ctx.principal().cloned())
    }

    fn at_hand(ctx: &Context) -> Option<Result<Self, CallError>> {
        Self::from_context(ctx).now_or_never()
    }
}
