use crate::protocol::content::Role;

/// For whom a resource is and how much it matters (specification, `Annotations`).
#[derive(Debug, Clone, Copy, Default, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ContentAnnotationsDef {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    audience: &'static [Role],
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_modified: Option<&'static str>,
}

impl ContentAnnotationsDef {
    /// Nothing said.
    pub const fn new() -> Self {
        Self { audience: &[], priority: None, last_modified: None }
    }

    /// Who it is for.
    #[must_use]
    pub const fn audience(mut self, audience: &'static [Role]) -> Self {
        self.audience = audience;
        self
    }

    /// How much it matters, from 0 (optional) to 1 (required).
    #[must_use]
    pub const fn priority(mut self, priority: f64) -> Self {
        self.priority = Some(priority);
        self
    }

    /// When it last changed, as an ISO 8601 date and time.
    #[must_use]
    pub const fn last_modified(mut self, at: &'static str) -> Self {
        self.last_modified = Some(at);
        self
    }
}
