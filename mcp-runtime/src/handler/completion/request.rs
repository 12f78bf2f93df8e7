use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// An argument that somebody is typing, as a function that completes it sees
/// it.
///
/// A function that only wants to know what was typed so far takes a `String`
/// in its place.
///
/// ```
/// use mcp_runtime::CompleteRequest;
/// use mcp_runtime::prelude::*;
///
/// async fn cities(request: CompleteRequest) -> Vec<&'static str> {
///     let all: &[&str] = match request.given("country") {
///         Some("CH") => &["Basel", "Bern"],
///         _ => &["Athens", "Basel", "Bern", "Oslo"],
///     };
///     all.iter().copied().filter(|city| city.starts_with(request.value())).collect()
/// }
///
/// /// Asks for a plan.
/// #[mcp_prompt]
/// async fn plan(country: String, #[arg(complete = cities)] city: String) -> String {
///     format!("Plan three days in {city}, {country}.")
/// }
/// ```
#[derive(Clone)]
pub struct CompleteRequest(Arc<Inner>);

struct Inner {
    argument: String,
    value: String,
    given: BTreeMap<String, String>,
}

impl CompleteRequest {
    pub(crate) fn new(argument: String, value: String, given: BTreeMap<String, String>) -> Self {
        Self(Arc::new(Inner { argument, value, given }))
    }

    /// The name of the argument.
    pub fn argument(&self) -> &str {
        &self.0.argument
    }

    /// What was typed so far.
    pub fn value(&self) -> &str {
        &self.0.value
    }

    /// What another argument was given before, where the client says it. It
    /// has not been validated.
    pub fn given(&self, argument: &str) -> Option<&str> {
        self.0.given.get(argument).map(String::as_str)
    }
}

impl From<CompleteRequest> for String {
    fn from(request: CompleteRequest) -> Self {
        request.value().to_owned()
    }
}

/// Without the values, which may be secret.
impl fmt::Debug for CompleteRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CompleteRequest")
            .field("argument", &self.0.argument)
            .finish_non_exhaustive()
    }
}
