use std::error::Error as StdError;
use std::fmt;

/// Any error, kept from the caller: the agent sees `INTERNAL` and the
/// request id, the cause goes to the log.
///
/// Use it as the error type of a tool whose failures an agent cannot act on;
/// `?` converts every `std::error::Error`, `anyhow::Error` and `String`.
///
/// ```
/// use mcp_runtime::Internal;
///
/// async fn read() -> Result<String, Internal> {
///     Ok(std::fs::read_to_string("/etc/hostname")?)
/// }
/// ```
// It must not implement `std::error::Error`: the blanket conversion below
// would then overlap with the reflexive one of the standard library.
pub struct Internal(pub(crate) Box<dyn StdError + Send + Sync>);

impl<E: Into<Box<dyn StdError + Send + Sync>>> From<E> for Internal {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl fmt::Debug for Internal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
