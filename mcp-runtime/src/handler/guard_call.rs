use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::Context;
use super::integral::integral;

/// A call on its way to a handler, as a check of the user's sees it.
///
/// Its arguments have been validated. It is also a [`Context`].
///
/// ```
/// use mcp_runtime::prelude::*;
///
/// async fn own_accounts_only(call: GuardCall) -> Result<(), CallError> {
///     let account: String = call.argument("account").unwrap_or_default();
///     if call.header("x-account") == Some(account.as_str()) {
///         return Ok(());
///     }
///     Err(CallError::new("NOT_YOURS", "the account belongs to someone else")
///         .action("Ask only for the account of the caller."))
/// }
///
/// /// Shows what is left.
/// #[mcp_tool(guard = own_accounts_only)]
/// async fn balance(account: String) -> String {
///     format!("{account}: 0")
/// }
/// ```
#[derive(Clone)]
pub struct GuardCall {
    ctx: Context,
    arguments: Option<Bytes>,
    defaults: Arc<dyn Defaults>,
}

/// What arguments are where they are not sent.
pub(crate) trait Defaults: Send + Sync {
    /// As JSON; `null` where there is no default.
    fn default_of(&self, argument: &str) -> String;
}

impl GuardCall {
    pub(crate) fn new(ctx: Context, arguments: Option<Bytes>, defaults: Arc<dyn Defaults>) -> Self {
        Self { ctx, arguments, defaults }
    }

    /// One argument, or the default in its place, as the function will get
    /// it; `None` where there is neither, or it is no `T`.
    pub fn argument<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let sent = self.arguments.as_deref().unwrap_or(b"{}");
        let members: HashMap<Cow<'_, str>, &RawValue> = serde_json::from_slice(sent).ok()?;
        let json = match members.get(name) {
            Some(raw) => Cow::Borrowed(raw.get()),
            None => Cow::Owned(self.defaults.default_of(name)),
        };
        // JSON Schema calls `7.0` an integer, and the function will get it as one.
        serde_json::from_str(&json).ok().or_else(|| serde_json::from_str(&integral(&json)?).ok())
    }

    /// All arguments as they were sent; `None` where they are no `T`.
    pub fn arguments<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(self.arguments.as_deref().unwrap_or(b"{}")).ok()
    }
}

/// Without the arguments, which may be secret.
impl fmt::Debug for GuardCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GuardCall").field("ctx", &self.ctx).finish_non_exhaustive()
    }
}

impl std::ops::Deref for GuardCall {
    type Target = Context;

    fn deref(&self) -> &Context {
        &self.ctx
    }
}
