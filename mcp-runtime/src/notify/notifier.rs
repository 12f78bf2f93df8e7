use std::fmt;
use std::sync::Arc;

use mcp_literals::uri::Uri;

use super::{Hub, Topic};

/// Tells clients that something has changed.
///
/// Every client that asked for it is told, by `subscriptions/listen` or, in
/// older revisions, by what its session holds. Changes that a client has not
/// been told yet are one notification. Nobody is waited for, so it can be used
/// anywhere; cheap to clone.
///
/// ```
/// use mcp_runtime::prelude::*;
///
/// /// Puts a note in the place of another.
/// #[mcp_tool]
/// async fn replace(id: u32, text: String, ctx: Context) {
///     // …
///     ctx.notifier().resource_updated(&format!("notes://{id}"));
/// }
///
/// let builder = server!();
/// // For tasks of your own, which no call has begun.
/// let notifier = builder.notifier();
/// notifier.resources_changed();
/// ```
#[derive(Clone, Default)]
pub struct Notifier(Arc<Hub>);

impl Notifier {
    /// Which tools there are has changed: `notifications/tools/list_changed`.
    pub fn tools_changed(&self) {
        self.0.publish(&Topic::Tools);
    }

    /// Which prompts there are has changed: `notifications/prompts/list_changed`.
    pub fn prompts_changed(&self) {
        self.0.publish(&Topic::Prompts);
    }

    /// Which resources there are has changed: `notifications/resources/list_changed`.
    pub fn resources_changed(&self) {
        self.0.publish(&Topic::Resources);
    }

    /// What a resource holds has changed: `notifications/resources/updated`,
    /// for clients that subscribed to this URI, however they wrote it. What is
    /// no URI is logged, and nobody is told.
    pub fn resource_updated(&self, uri: &str) {
        match Uri::parse(uri) {
            Ok(uri) => self.0.publish(&Topic::Resource(uri.to_string().into())),
            Err(problem) => tracing::warn!(uri, problem, "no resource has this URI"),
        }
    }

    pub(crate) fn hub(&self) -> &Arc<Hub> {
        &self.0
    }
}

impl fmt::Debug for Notifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Notifier(..)")
    }
}
