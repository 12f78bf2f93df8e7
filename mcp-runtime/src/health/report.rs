use std::time::Duration;

use serde::{Serialize, Serializer};

use super::standing::Verdict;
use super::{Health, KeyOrigin, Status};
use crate::clock::Timestamp;

/// Everything that operators may know of it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    pub(crate) live: bool,
    pub(crate) ready: bool,
    pub(crate) draining: bool,
    pub(crate) started: Timestamp,
    pub(crate) now: Timestamp,
    pub(crate) uptime: Seconds,
    /// Since the pulse last beat.
    pub(crate) pulse_age: Seconds,
    /// Absent where no sessions are signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) signing_key: Option<KeyOrigin>,
    pub(crate) checks: Vec<CheckReport>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct CheckReport {
    pub(crate) name: Box<str>,
    pub(crate) status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) checked: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) duration: Option<Seconds>,
}

/// A length of time as JSON has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seconds(pub(crate) Duration);

impl Serialize for Seconds {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64(self.0.as_secs_f64())
    }
}

impl Health {
    pub(crate) fn report(&self) -> Report {
        let now = self.clock.now();
        Report {
            live: self.is_live(),
            ready: self.is_ready(),
            draining: self.is_draining(),
            started: self.began.1.into(),
            now: self.clock.wall().into(),
            // By the clock that does not jump.
            uptime: Seconds(now.saturating_duration_since(self.began.0)),
            pulse_age: Seconds(self.pulse.age(now)),
            signing_key: self.key.get().copied(),
            checks: self.check_reports(),
        }
    }

    pub(crate) fn check_reports(&self) -> Vec<CheckReport> {
        let now = self.clock.now();
        let report = |(check, standing): &(super::Check, super::Standing)| {
            let state = standing.get().at(now);
            let (status, message) = match state.verdict {
                Verdict::Pending => (Status::Pending, None),
                Verdict::Passing => (Status::Passing, None),
                Verdict::Failing(message) => (Status::Failing, Some(message)),
            };
            CheckReport {
                name: check.name.clone(),
                status,
                message,
                checked: state.last.map(|(at, _)| at.into()),
                duration: state.last.map(|(_, took)| Seconds(took)),
            }
        };
        self.checks.iter().map(report).collect()
    }

    /// In a line, for those who have room for no more.
    pub(crate) fn summary(&self) -> String {
        if !self.is_live() {
            return "stalled: the threads of the server are blocked".to_owned();
        }
        if self.is_draining() {
            return "stopping: calls in flight may finish".to_owned();
        }
        if self.is_ready() {
            return "ready".to_owned();
        }
        let reports = self.check_reports();
        let waiting = reports.iter().filter(|check| check.status != Status::Passing);
        let names: Vec<&str> = waiting.map(|check| &*check.name).collect();
        if names.is_empty() {
            return "starting".to_owned();
        }
        format!("not ready: {}", names.join(", "))
    }
}
