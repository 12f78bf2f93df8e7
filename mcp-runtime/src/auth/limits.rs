use std::time::Duration;

use super::{Principal, ticks};
use crate::limit::{History, Keyed, Keys, Limit, Rule, Ticks};

/// Principals that there is room for at once.
const PRINCIPALS: usize = 65_536;

/// What principals with a limit of their own have sent lately.
#[derive(Debug)]
pub(super) struct Limits {
    keys: Keys,
    principals: Keyed<Requests>,
}

#[derive(Debug, Default)]
struct Requests {
    history: History,
    /// By the limit of this principal, which is not that of the others.
    expires: Ticks,
}

/// A principal that has sent too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Excess {
    pub(super) wait: Ticks,
    pub(super) calls: u32,
    pub(super) window: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { keys: Keys::default(), principals: Keyed::new(PRINCIPALS) }
    }
}

impl Limits {
    /// Counts a request, where there is room for it.
    pub(super) fn admit(&self, principal: &Principal, now: Ticks) -> Result<(), Excess> {
        let Some((calls, window)) = principal.limit() else { return Ok(()) };
        let rule = Rule::new(&[Limit { calls: calls.max(1), window: ticks(window) }]);
        let key = self.keys.key(principal.id());
        let mut requests = self.principals.get(key, now, |requests| requests.expires);
        if let Some((wait, _)) = requests.history.wait(&rule, now) {
            return Err(Excess { wait, calls, window });
        }
        requests.history.admit(&rule, now);
        requests.expires = requests.history.expires(&rule);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Ticks = 1_000_000_000;

    fn limited(name: &str, calls: u32, window: Duration) -> Principal {
        Principal::new("key", name).with_limit(calls, window)
    }

    #[test]
    fn each_principal_has_its_own_exact_window() {
        let (limits, window) = (Limits::default(), Duration::from_mins(1));
        let (alice, bob) = (limited("alice", 2, window), limited("bob", 2, window));
        assert_eq!(limits.admit(&alice, 0), Ok(()));
        assert_eq!(limits.admit(&alice, 10 * SECOND), Ok(()));
        let excess = |wait| Err(Excess { wait, calls: 2, window });
        assert_eq!(limits.admit(&alice, 11 * SECOND), excess(49 * SECOND));
        assert_eq!(limits.admit(&alice, 60 * SECOND - 1), excess(1));
        assert_eq!(limits.admit(&bob, 11 * SECOND), Ok(()));
        assert_eq!(limits.admit(&alice, 60 * SECOND), Ok(()));
        for _ in 0..10_000 {
            assert_eq!(limits.admit(&Principal::new("key", "carol"), 0), Ok(()));
        }
    }

    /// A short window of one principal says nothing about the long one of
    /// another.
    #[test]
    fn nobody_forgets_what_another_has_sent() {
        let limits = Limits::default();
        let daily = limited("daily", 1, Duration::from_hours(24));
        assert!(limits.admit(&daily, 0).is_ok());
        for second in 1..10_000 {
            let name = format!("quick-{}", second % 64);
            let quick = limited(&name, 1, Duration::from_millis(1));
            assert!(limits.admit(&quick, second * SECOND).is_ok());
        }
        assert!(limits.admit(&daily, 10_000 * SECOND).is_err());
    }
}
