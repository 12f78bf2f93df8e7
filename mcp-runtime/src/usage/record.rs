use std::time::{Duration, SystemTime};

use super::{Amount, Kind};

/// What one call used; there is one for each call, however it ended.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Usage<'a> {
    /// The id that the caller sees in errors and the log shows.
    pub request_id: &'a str,
    /// What was called.
    pub kind: Kind,
    /// The name of the tool, prompt or resource.
    pub name: &'a str,
    /// Who called, such as `peer 127.0.0.1`.
    pub caller: &'a str,
    /// When the call came in.
    pub started: SystemTime,
    /// How long it waited for its turn.
    pub waited: Duration,
    /// How long its handler ran.
    pub duration: Duration,
    /// What it cost, all charges included; `None` where nothing has a price.
    pub cost: Option<Amount>,
    /// `OK`, or the code of the error.
    pub outcome: &'a str,
    /// The trace that it was part of, with the feature `otlp`.
    pub trace_id: Option<&'a str>,
    /// Whether the result came from a cache.
    pub cached: bool,
}

impl Usage<'_> {
    /// The name, where it is of this kind: records have a member for each.
    pub(crate) fn name_of(&self, kind: Kind) -> Option<&str> {
        (self.kind == kind).then_some(self.name)
    }

    /// When the call was over.
    pub(crate) fn ended(&self) -> SystemTime {
        self.started.checked_add(self.waited.saturating_add(self.duration)).unwrap_or(self.started)
    }
}
