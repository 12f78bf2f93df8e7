use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use http::Uri;

/// How often it is said that nothing arrives.
const PAUSE: Duration = Duration::from_mins(1);

/// What could not be delivered since it was last said.
#[derive(Default)]
pub(in crate::trace::otlp) struct Failures(Mutex<Said>);

#[derive(Default)]
struct Said {
    last: Option<Instant>,
    since: u64,
}

impl Failures {
    pub(super) fn say(&self, to: &Uri, why: &str) {
        if let Some(more) = self.count(Instant::now()) {
            // Without its user, password and query, which may be secrets.
            let host =
                to.authority().map(|all| all.as_str().rsplit('@').next().unwrap_or_default());
            tracing::warn!(
                collector = host,
                path = to.path(),
                more,
                "traces or metrics were not delivered: {why}"
            );
        }
    }

    /// Where it is to be said again: how many failures went unsaid.
    fn count(&self, now: Instant) -> Option<u64> {
        let mut said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if said.last.is_some_and(|last| now.saturating_duration_since(last) < PAUSE) {
            said.since += 1;
            return None;
        }
        said.last = Some(now);
        Some(std::mem::take(&mut said.since))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_once_a_minute_with_the_number_of_the_others() {
        let (failures, start) = (Failures::default(), Instant::now());
        assert_eq!(failures.count(start), Some(0));
        assert_eq!(failures.count(start), None);
        assert_eq!(failures.count(start + PAUSE / 2), None);
        assert_eq!(failures.count(start + PAUSE), Some(2));
        assert_eq!(failures.count(start + PAUSE), None);
    }
}
