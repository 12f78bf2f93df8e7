use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use serde::Serialize;
use serde::ser::SerializeMap;
use serde_json::{Map, Value};

use super::{Ending, ErrorReport, Internal, ToolError};

/// One failed call, as the agent sees it and as the log keeps it.
///
/// It becomes one JSON object in the text block of a `tools/call` result with
/// `isError: true`:
/// `{"error", "message", "retryable", "retryAfter", "action", "requestId", "tool", "details"}`.
/// The [`source`](Self::with_source) never leaves the process.
#[derive(Debug)]
pub struct CallError(Box<Inner>);

#[derive(Debug)]
struct Inner {
    report: ErrorReport,
    message: Cow<'static, str>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl CallError {
    /// A failure with this code and message, not retryable unless said.
    pub fn new(code: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
        Self::from_report(ErrorReport::new(code), message)
    }

    /// A failure with a ready-made report.
    pub fn from_report(report: ErrorReport, message: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Inner { report, message: message.into(), source: None }))
    }

    /// A failure whose cause is logged and hidden from the caller.
    pub fn internal(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::from_report(
            ErrorReport::internal().action(
                "Do not repeat the call unchanged. Report the requestId to the operator of this server.",
            ),
            "the call failed for a reason internal to the server",
        )
        .with_source(source)
    }

    /// The client has not declared what the call needs of it.
    pub(crate) fn missing_capability(required: Value) -> Self {
        let mut error = Self::new(
            super::code::MISSING_CAPABILITY,
            "the client has not declared what this needs of it (details.requiredCapabilities)",
        )
        .action("Go on without this, or use a client that can be asked.")
        .detail("requiredCapabilities", required);
        error.0.report.ending = Ending::Unsupported;
        error
    }

    /// What the agent should do next, as an imperative sentence.
    #[must_use]
    pub fn action(mut self, action: impl Into<Cow<'static, str>>) -> Self {
        self.0.report.action = Some(action.into());
        self
    }

    /// The same call may succeed later.
    #[must_use]
    pub fn retryable(mut self) -> Self {
        self.0.report.retryable = true;
        self
    }

    /// How long to wait before the retry; implies [`retryable`](Self::retryable).
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.0.report.retry_after = Some(wait);
        self.retryable()
    }

    /// Adds one member of `details`; a value that does not serialize is left out.
    #[must_use]
    pub fn detail(mut self, key: &str, value: impl Serialize) -> Self {
        if let Ok(value) = serde_json::to_value(value) {
            self.0.report.details.insert(key.to_owned(), value);
        }
        self
    }

    /// Keeps the cause for the log.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The machine-readable code.
    pub fn code(&self) -> &str {
        &self.0.report.code
    }

    /// The sentence for the agent.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Whether the same call may succeed later.
    pub fn is_retryable(&self) -> bool {
        self.0.report.retryable
    }

    /// How long to wait before a retry.
    pub fn retry_delay(&self) -> Option<Duration> {
        self.0.report.retry_after
    }

    pub(crate) fn ended(mut self, ending: Ending) -> Self {
        self.0.report.ending = ending;
        self
    }

    pub(crate) fn ending(&self) -> Ending {
        self.0.report.ending
    }

    pub(crate) fn next_step(&self) -> Option<&str> {
        self.0.report.action.as_deref()
    }

    /// All but the cause.
    pub(crate) fn to_parts(&self) -> (ErrorReport, Cow<'static, str>) {
        (self.0.report.clone(), self.0.message.clone())
    }

    /// The error object of the wire, for one request. `of` is what was asked
    /// for: its kind, such as `tool`, and its name.
    pub(crate) fn to_object<'a>(
        &'a self,
        request_id: &'a str,
        of: (&'static str, &'a str),
    ) -> ErrorObject<'a> {
        ErrorObject { error: self, call: Some((request_id, of)) }
    }

    /// The error object of a request that was refused before it was looked at.
    pub(crate) fn to_bare_object(&self) -> ErrorObject<'_> {
        ErrorObject { error: self, call: None }
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code(), self.message())
    }
}

impl StdError for CallError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

/// Errors that a tool, or an extractor, may return.
///
/// Implemented for every [`ToolError`], for [`CallError`] and for [`Internal`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be returned as a tool's error",
    label = "a tool cannot fail with this type",
    note = "derive `ToolError` for it beside `thiserror::Error`: `#[derive(Debug, thiserror::Error, ToolError)]`",
    note = "or return `mcp_runtime::Internal`, which takes any error with `?` and hides its cause from the caller"
)]
pub trait IntoCallError: Send + 'static {
    /// The error object's facts, with the original kept for the log.
    fn into_call_error(self) -> CallError;
}

impl<E: ToolError> IntoCallError for E {
    fn into_call_error(self) -> CallError {
        let report = self.report();
        if report.ending == Ending::Internal {
            return CallError::internal(self);
        }
        let message = self.to_string();
        CallError::from_report(report, message).with_source(self)
    }
}

impl IntoCallError for CallError {
    fn into_call_error(self) -> CallError {
        self
    }
}

impl IntoCallError for Internal {
    fn into_call_error(self) -> CallError {
        CallError::internal(self.0)
    }
}

pub(crate) struct ErrorObject<'a> {
    error: &'a CallError,
    /// The request's id, and what it asked for.
    call: Option<(&'a str, (&'static str, &'a str))>,
}

impl Serialize for ErrorObject<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Inner { report, message, .. } = &*self.error.0;
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("error", &report.code)?;
        object.serialize_entry("message", message)?;
        object.serialize_entry("retryable", &report.retryable)?;
        if let Some(wait) = report.retry_after {
            object.serialize_entry("retryAfter", &seconds(wait))?;
        }
        if let Some(action) = &report.action {
            object.serialize_entry("action", action)?;
        }
        if let Some((request_id, (kind, name))) = self.call {
            object.serialize_entry("requestId", request_id)?;
            object.serialize_entry(kind, name)?;
        }
        if !report.details.is_empty() {
            object.serialize_entry::<_, Map<String, Value>>("details", &report.details)?;
        }
        object.end()
    }
}

/// Seconds as a JSON number: whole where exact, else rounded up to the
/// millisecond, because a caller that obeys a value rounded down is refused again.
pub(crate) fn seconds(wait: Duration) -> Value {
    let millis = wait.as_nanos().div_ceil(1_000_000);
    let millis = u64::try_from(millis).unwrap_or(u64::MAX);
    if millis.is_multiple_of(1000) {
        return Value::from(millis / 1000);
    }
    #[allow(clippy::cast_precision_loss)] // exact below 2^53 ms
    Value::from(millis as f64 / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::super::code;
    use super::*;

    #[test]
    fn retry_after_is_rounded_up_never_down() {
        assert_eq!(seconds(Duration::from_secs(10)), Value::from(10));
        assert_eq!(seconds(Duration::from_millis(1500)), Value::from(1.5));
        assert_eq!(seconds(Duration::from_micros(1)), Value::from(0.001));
    }

    #[test]
    fn the_source_stays_out_of_the_object() {
        let error = CallError::internal("password is hunter2");
        let object = serde_json::to_string(&error.to_object("r1", ("tool", "t"))).unwrap();
        assert!(object.contains(code::INTERNAL) && !object.contains("hunter2"), "{object}");
    }
}
