//! What a supervisor is told that understands `sd_notify(3)`.

#[cfg(all(unix, feature = "systemd"))]
mod messenger;

#[cfg(all(unix, feature = "systemd"))]
pub(super) use told::Supervisor;

#[cfg(not(all(unix, feature = "systemd")))]
pub(super) struct Supervisor;

/// Without the feature `systemd` there is nobody to tell.
#[cfg(not(all(unix, feature = "systemd")))]
impl Supervisor {
    pub(super) fn stopping() {}

    pub(super) fn reload<T>(reload: impl FnOnce() -> T) -> T {
        reload()
    }
}

#[cfg(all(unix, feature = "systemd"))]
mod told {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use sd_notify::NotifyState;

    use super::messenger::{self, tell};
    use crate::health::Health;

    pub(in crate::server) struct Supervisor;

    /// Of the process, like the socket in its environment.
    static SAID_READY: AtomicBool = AtomicBool::new(false);
    /// Whether this library speaks for the process at all: an application that
    /// nests a router has its own say.
    static SPEAKS: AtomicBool = AtomicBool::new(false);

    impl Supervisor {
        pub(in crate::server) fn is_there() -> bool {
            messenger::is_there()
        }

        /// Waits a little until all is said.
        pub(in crate::server) fn flush() {
            messenger::flush();
        }

        pub(in crate::server) fn stopping() {
            if SPEAKS.load(Ordering::Relaxed) {
                tell(&[NotifyState::Stopping]);
            }
        }

        /// Says before and after that the policy is read again. Before the
        /// first `READY=1` the start is not over, and this must not end it.
        pub(in crate::server) fn reload<T>(reload: impl FnOnce() -> T) -> T {
            let is_said = SAID_READY.load(Ordering::Relaxed);
            if is_said && let Ok(now) = NotifyState::monotonic_usec_now() {
                tell(&[NotifyState::Reloading, now]);
            }
            let done = reload();
            if is_said {
                tell(&[NotifyState::Ready]);
            }
            done
        }

        /// Keeps it informed for as long as it is polled, from a thread that
        /// the server's runtime cannot block.
        pub(in crate::server) async fn inform(health: &Health) {
            /// The pulse stops without a word.
            const LOOK: Duration = Duration::from_secs(1);
            SPEAKS.store(true, Ordering::Relaxed);
            let mut changes = health.changes();
            let half = watchdog().map(|period| (period / 2).max(Duration::from_millis(1)));
            let mut due = tokio::time::interval(half.unwrap_or(LOOK));
            due.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            let mut said = String::new();
            loop {
                if !SAID_READY.load(Ordering::Relaxed) && health.is_ready() {
                    // Where there is no room for it, the next round says it.
                    SAID_READY.store(tell(&[NotifyState::Ready]), Ordering::Relaxed);
                }
                let summary = health.summary();
                if summary != said && tell(&[NotifyState::Status(&summary)]) {
                    said = summary;
                }
                tokio::select! {
                    biased;
                    _ = due.tick() => {
                        if half.is_some() && health.is_live() {
                            tell(&[NotifyState::Watchdog]);
                        }
                    }
                    _ = changes.changed() => {}
                }
            }
        }
    }

    /// How often the supervisor wants to hear, where that is meant for this
    /// process: the variables are inherited.
    fn watchdog() -> Option<Duration> {
        let number = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
        let process = number("WATCHDOG_PID");
        if process.is_some_and(|process| process != u64::from(std::process::id())) {
            return None;
        }
        number("WATCHDOG_USEC").filter(|usec| *usec > 0).map(Duration::from_micros)
    }
}
