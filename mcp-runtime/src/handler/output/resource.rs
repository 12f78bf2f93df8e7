use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use serde::Serialize;
use serde_json::{Map, Value};

use super::Json;
use crate::error::{CallError, IntoCallError, code};
use crate::protocol::CacheScope;
use crate::protocol::content::ResourceContents;

/// What reading a resource gives: its contents, and for how long they hold.
#[derive(Debug, Default)]
pub struct ResourceOutput {
    pub(crate) contents: Vec<ResourceContents>,
    pub(crate) ttl: Option<Duration>,
    pub(crate) cache_scope: Option<CacheScope>,
    pub(crate) meta: Option<Map<String, Value>>,
}

impl ResourceOutput {
    /// One without contents.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends contents. Several are for a resource that is made of others,
    /// such as a folder; give each its own [`uri`](ResourceContents::uri).
    #[must_use]
    pub fn contents(mut self, contents: ResourceContents) -> Self {
        self.contents.push(contents);
        self
    }

    /// For how long a client may take it for fresh. Default: what the resource
    /// says, else not at all.
    #[must_use]
    pub fn ttl(mut self, ttl: Duration) -> Self {
        self.ttl = Some(ttl);
        self
    }

    /// Who may share it. Default: what the resource says, else
    /// [`CacheScope::Private`].
    #[must_use]
    pub fn cache_scope(mut self, scope: CacheScope) -> Self {
        self.cache_scope = Some(scope);
        self
    }

    /// Adds one member of the result's `_meta`.
    #[must_use]
    pub fn meta(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.meta.get_or_insert_default().insert(key.into(), value.into());
        self
    }

    /// Bytes of what it has to say, without the protocol around it.
    pub(crate) fn size(&self) -> usize {
        self.contents.iter().map(ResourceContents::size).sum()
    }
}

/// A type that a resource can return.
///
/// Implemented for strings (text), bytes (a blob), [`Json<T>`] (text of
/// `application/json`), [`ResourceContents`], lists of these,
/// [`ResourceOutput`], `Option` of any of them (nothing says that there is no
/// such resource), and `Result` of any of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the result of a resource",
    label = "not a resource's result",
    note = "wrap a serializable value: return `Json<{Self}>`; it needs `#[mcp_type]`, or `#[derive(serde::Serialize)]`",
    note = "or return a string, `Vec<u8>`, `ResourceContents`, `Vec<ResourceContents>`, `ResourceOutput`, or an `Option` or `Result` of one of these"
)]
pub trait IntoResourceOutput {
    /// Converts the value.
    ///
    /// # Errors
    /// The resource's own failure, `NOT_FOUND` where it is not there, or
    /// INTERNAL where the value does not serialize.
    fn into_resource_output(self) -> Result<ResourceOutput, CallError>;
}

impl IntoResourceOutput for ResourceOutput {
    fn into_resource_output(self) -> Result<ResourceOutput, CallError> {
        Ok(self)
    }
}

impl IntoResourceOutput for ResourceContents {
    fn into_resource_output(self) -> Result<ResourceOutput, CallError> {
        Ok(ResourceOutput::new().contents(self))
    }
}

impl IntoResourceOutput for Vec<ResourceContents> {
    fn into_resource_output(self) -> Result<ResourceOutput, CallError> {
        Ok(ResourceOutput { contents: self, ..ResourceOutput::default() })
    }
}

impl<T: Serialize> IntoResourceOutput for Json<T> {
    fn into_resource_output(self) -> Result<ResourceOutput, CallError> {
        let text = serde_json::to_string(&self.0).map_err(CallError::internal)?;
        ResourceContents::text(text).mime_type("application/json").into_resource_output()
    }
}

impl<T: IntoResourceOutput> IntoResourceOutput for Option<T> {
    fn into_resource_output(self) -> Result<ResourceOutput, CallError> {
        self.map_or_else(|| Err(not_found()), T::into_resource_output)
    }
}

impl<T: IntoResourceOutput, E: IntoCallError> IntoResourceOutput for Result<T, E> {
    fn into_resource_output(self) -> Result<ResourceOutput, CallError> {
        self.map_err(IntoCallError::into_call_error)?.into_resource_output()
    }
}

fn not_found() -> CallError {
    CallError::new(code::NOT_FOUND, "there is no such resource")
        .action("List or search for what there is, and read one of those.")
}

macro_rules! contents {
    ($make:ident: $($ty:ty),*) => {$(
        impl IntoResourceOutput for $ty {
            fn into_resource_output(self) -> Result<ResourceOutput, CallError> {
                ResourceContents::$make(self).into_resource_output()
            }
        }
    )*};
}

contents!(text: String, Box<str>, Cow<'static, str>, &'static str);
contents!(blob: Vec<u8>, Box<[u8]>, Bytes, &'static [u8]);

impl<const N: usize> IntoResourceOutput for &'static [u8; N] {
    fn into_resource_output(self) -> Result<ResourceOutput, CallError> {
        ResourceContents::blob(self).into_resource_output()
    }
}
