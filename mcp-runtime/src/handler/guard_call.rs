use std::collections::HashMap;

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
#[derive(Debug, Clone)]
pub struct GuardCall {
    ctx: Context,
    arguments: Option<Bytes>,
}

impl GuardCall {
    pub(crate) fn new(ctx: Context, arguments: Option<Bytes>) -> Self {
        Self { ctx, arguments }
    }

    /// One argument; `None` where it was not sent or is no `T`. A default
    /// that the function would put in its place is not filled in.
    pub fn argument<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let members: HashMap<std::borrow::Cow<'_, str>, &RawValue> =
            serde_json::from_slice(self.arguments.as_ref()?).ok()?;
        let json = members.get(name)?.get();
        // JSON Schema calls `7.0` an integer, and the function will get it as one.
        serde_json::from_str(json).ok().or_else(|| serde_json::from_str(&integral(json)?).ok())
    }

    /// All arguments as they were sent; `None` where they are no `T`.
    pub fn arguments<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(self.arguments.as_deref().unwrap_or(b"{}")).ok()
    }
}

impl std::ops::Deref for GuardCall {
    type Target = Context;

    fn deref(&self) -> &Context {
        &self.ctx
    }
}
