use std::time::{Duration, SystemTime};

/// Knows how a server is.
pub(crate) trait Vitals: Send + Sync {
    fn reading(&self) -> Reading;
}

/// How a server is at one moment.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    pub(crate) live: bool,
    pub(crate) ready: bool,
    /// It was told to stop.
    pub(crate) draining: bool,
    pub(crate) checks: Vec<CheckReading>,
}

/// What came of one check of readiness.
#[derive(Debug, Clone)]
pub(crate) struct CheckReading {
    pub(crate) name: String,
    pub(crate) status: CheckStatus,
    /// Why it fails.
    pub(crate) message: Option<String>,
    pub(crate) checked: Option<SystemTime>,
    pub(crate) duration: Option<Duration>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CheckStatus {
    Passing,
    Failing,
    /// It has not been asked yet.
    Pending,
}
