use std::borrow::Cow;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, Value};

/// An error type whose values tell an agent what to do next.
///
/// Implement it with `#[derive(ToolError)]` beside `thiserror::Error`:
///
/// ```
/// use mcp_runtime::ToolError;
///
/// #[derive(Debug, thiserror::Error, ToolError)]
/// enum WeatherError {
///     #[error("no city named {0:?}")]
///     #[tool_error(code = "CITY_NOT_FOUND", action = "Check the spelling.")]
///     NotFound(String),
///     #[error("the weather service is overloaded")]
///     #[tool_error(code = "UPSTREAM_BUSY", retryable, retry_after = "10s")]
///     Busy,
///     #[error("the disk failed")] // no `tool_error`: the caller sees INTERNAL only
///     Disk,
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be returned as a tool's error",
    label = "not a `ToolError`",
    note = "derive it beside `thiserror::Error`: `#[derive(Debug, thiserror::Error, ToolError)]`",
    note = "or return `mcp_runtime::Internal`, which takes any error with `?` and hides its cause from the caller"
)]
pub trait ToolError: std::error::Error + Send + Sync + 'static {
    /// What the caller is told beside the error's `Display` text.
    fn report(&self) -> ErrorReport;
}

/// The facts of a failure that an agent can branch on.
///
/// Built by `#[derive(ToolError)]`; build it by hand only in a manual
/// [`ToolError`] implementation.
#[derive(Debug, Clone)]
pub struct ErrorReport {
    pub(crate) code: Cow<'static, str>,
    pub(crate) action: Option<Cow<'static, str>>,
    pub(crate) retryable: bool,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) details: Map<String, Value>,
    pub(crate) ending: Ending,
}

/// What is known of a call that failed, whatever its code says: tools may use
/// the built-in codes too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The tool ended it.
    Told,
    /// The tool had no word for it, so its outcome is open.
    Internal,
    /// The deadline passed, so its outcome is open.
    TimedOut,
    /// The function was never called.
    NotStarted,
    /// It needs what the client has not declared.
    Unsupported,
}

impl ErrorReport {
    /// A failure with this code, not retryable unless said.
    pub fn new(code: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code: code.into(),
            action: None,
            retryable: false,
            retry_after: None,
            details: Map::new(),
            ending: Ending::Told,
        }
    }

    /// A failure whose text must not reach the caller.
    pub fn internal() -> Self {
        Self { ending: Ending::Internal, ..Self::new(super::code::INTERNAL) }
    }

    /// Roughly the bytes it occupies.
    pub(crate) fn size(&self) -> usize {
        let details = serde_json::to_string(&self.details).map_or(0, |json| json.len());
        self.code.len() + self.action.as_ref().map_or(0, |action| action.len()) + details
    }

    /// What the agent should do next, as an imperative sentence.
    #[must_use]
    pub fn action(mut self, action: impl Into<Cow<'static, str>>) -> Self {
        self.action = Some(action.into());
        self
    }

    /// The same call may succeed later.
    #[must_use]
    pub fn retryable(mut self) -> Self {
        self.retryable = true;
        self
    }

    /// How long to wait before the retry; implies [`retryable`](Self::retryable).
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self.retryable()
    }

    /// [`retry_after`](Self::retry_after) in milliseconds, for generated code.
    #[must_use]
    pub fn retry_after_ms(self, millis: u64) -> Self {
        self.retry_after(Duration::from_millis(millis))
    }

    /// Adds one member of `details`. A value that does not serialize is left
    /// out: an error report must never fail itself.
    #[must_use]
    pub fn detail(mut self, key: &str, value: impl Serialize) -> Self {
        if let Ok(value) = serde_json::to_value(value) {
            self.details.insert(key.to_owned(), value);
        }
        self
    }
}
