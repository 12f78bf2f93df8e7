use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::task::Context as Waiting;
use std::time::Instant;

use crate::clock::{Clock, Sleep};

/// Until when each question of a task has to be answered. It has its time
/// from when it was asked, whatever becomes of others.
#[derive(Default)]
pub(super) struct Patience {
    due: BTreeMap<String, Instant>,
    /// For the first of them.
    timer: Option<Sleep>,
}

impl Patience {
    /// These are open now; those that are new have until then.
    pub(super) fn asks(&mut self, open: Vec<String>, until: Instant) {
        let before = std::mem::take(&mut self.due);
        self.due = open
            .into_iter()
            .map(|key| {
                let due = before.get(&key).copied().unwrap_or(until);
                (key, due)
            })
            .collect();
        self.timer = None;
    }

    /// The questions whose time is over. The task is woken at the next one's.
    pub(super) fn poll(&mut self, clock: &Clock, waiting: &mut Waiting<'_>) -> Vec<String> {
        let mut late = Vec::new();
        while let Some(first) = self.due.values().min().copied() {
            let timer = self.timer.get_or_insert_with(|| clock.sleep_until(first));
            if Pin::new(timer).poll(waiting).is_pending() {
                break;
            }
            self.timer = None;
            self.due.retain(|key, due| {
                let is_open = *due > first;
                if !is_open {
                    late.push(key.clone());
                }
                is_open
            });
        }
        late
    }
}
