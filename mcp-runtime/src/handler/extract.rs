use std::future::Future;

use futures_util::FutureExt as _;

use super::Context;
use crate::error::{CallError, IntoCallError};

/// A type that a tool can take from the call's context instead of from its
/// arguments.
///
/// Implement it for values that a handler needs but the model does not send:
/// a tenant, a database transaction, a feature flag. The parameter then
/// disappears from the input schema.
///
/// ```
/// use mcp_runtime::prelude::*;
///
/// struct Tenant(String);
///
/// impl FromContext for Tenant {
///     type Rejection = CallError;
///
///     async fn from_context(ctx: &Context) -> Result<Self, CallError> {
///         match ctx.header("x-tenant") {
///             Some(name) => Ok(Tenant(name.to_owned())),
///             None => Err(CallError::new("TENANT_MISSING", "no tenant was named")
///                 .action("Send the X-Tenant header.")),
///         }
///     }
/// }
/// ```
pub trait FromContext: Sized + Send {
    /// Why it could not be had.
    type Rejection: IntoCallError;

    /// Takes the value from the call.
    fn from_context(ctx: &Context) -> impl Future<Output = Result<Self, Self::Rejection>> + Send;

    /// The value where nothing has to be awaited for it, which saves the
    /// allocation of a future.
    #[doc(hidden)]
    fn at_hand(ctx: &Context) -> Option<Result<Self, Self::Rejection>> {
        let _ = ctx;
        None
    }

    /// Adds what must have been given to the builder; checked at start-up.
    ///
    /// An extractor made of others asks each of them:
    ///
    /// ```
    /// # use mcp_runtime::prelude::*;
    /// # #[derive(Clone)]
    /// # struct Pool;
    /// # #[derive(Clone)]
    /// # struct Cache;
    /// struct Store(State<Pool>, State<Cache>);
    ///
    /// impl FromContext for Store {
    ///     type Rejection = CallError;
    ///
    ///     async fn from_context(ctx: &Context) -> Result<Self, CallError> {
    ///         Ok(Self(State::from_context(ctx).await?, State::from_context(ctx).await?))
    ///     }
    ///
    ///     fn requires(requirements: &mut Requirements) {
    ///         State::<Pool>::requires(requirements);
    ///         State::<Cache>::requires(requirements);
    ///     }
    /// }
    /// ```
    fn requires(requirements: &mut Requirements) {
        let _ = requirements;
    }
}

pub(crate) mod requirement {
    use std::any::TypeId;

    /// What a tool needs from the builder.
    #[derive(Debug, Default)]
    pub struct Requirements {
        states: Vec<Requirement>,
        principal: bool,
    }

    /// A type that must have been passed to `ServerBuilder::state`.
    #[derive(Debug)]
    pub(crate) struct Requirement {
        pub(crate) id: TypeId,
        pub(crate) name: &'static str,
    }

    impl Requirements {
        /// The server needs a value of `T`, given to `ServerBuilder::state`.
        pub fn state<T: 'static>(&mut self) {
            let (id, name) = (TypeId::of::<T>(), std::any::type_name::<T>());
            self.states.push(Requirement { id, name });
        }

        /// The server authenticates its callers.
        pub fn principal(&mut self) {
            self.principal = true;
        }

        pub(crate) fn states(&self) -> impl Iterator<Item = &Requirement> {
            self.states.iter()
        }

        pub(crate) fn needs_principal(&self) -> bool {
            self.principal
        }
    }
}

use requirement::Requirements;

/// A value shared by all calls, given to `ServerBuilder::state`.
///
/// Extraction clones it, so `T` should be cheap to clone: a connection pool,
/// an HTTP client, an `Arc`.
#[derive(Debug, Clone, Copy, Default)]
pub struct State<T>(pub T);

impl<T> std::ops::Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Clone + Send + Sync + 'static> FromContext for State<T> {
    type Rejection = CallError;

    async fn from_context(ctx: &Context) -> Result<Self, CallError> {
        ctx.state::<T>().map(|value| Self(T::clone(value))).ok_or_else(|| missing_state::<T>())
    }

    fn at_hand(ctx: &Context) -> Option<Result<Self, CallError>> {
        Self::from_context(ctx).now_or_never()
    }

    fn requires(requirements: &mut Requirements) {
        requirements.state::<T>();
    }
}

impl FromContext for Context {
    type Rejection = CallError;

    async fn from_context(ctx: &Context) -> Result<Self, CallError> {
        Ok(ctx.clone())
    }

    fn at_hand(ctx: &Context) -> Option<Result<Self, CallError>> {
        Self::from_context(ctx).now_or_never()
    }
}

/// Only reachable for extractors that do not name their requirement: the
/// start-up check catches the others.
pub(super) fn missing_state<T>() -> CallError {
    CallError::internal(format!(
        "no state of type {}: pass it to ServerBuilder::state",
        std::any::type_name::<T>()
    ))
}
