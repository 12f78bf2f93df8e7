mod lead;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(in crate::guard) use lead::{Lead, Leading};
use tokio::sync::watch;

use super::Kept;
use crate::limit::{Key, Ticks};

/// Outcomes by key, for a while and in bounded room.
#[derive(Debug)]
pub(super) struct Store {
    state: Mutex<State>,
    bounds: Bounds,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// Results that are kept, and the bytes of them.
    pub(super) results: usize,
    pub(super) bytes: usize,
    /// Keys that are remembered: more than results where it matters that a
    /// call was made even if its result is gone.
    pub(super) keys: usize,
}

#[derive(Debug, Default)]
struct State {
    entries: HashMap<Key, Entry>,
    /// The keys of finished entries, oldest first. All live equally long, so
    /// this is also the order in which they end.
    order: VecDeque<(Ticks, Key)>,
    /// Those of them whose results are there, in the same order.
    loaded: VecDeque<(Ticks, Key)>,
    bytes: usize,
}

#[derive(Debug)]
struct Entry {
    /// Of the arguments, where the key alone does not say them.
    fingerprint: Option<Key>,
    progress: Progress,
}

#[derive(Debug)]
enum Progress {
    Running(watch::Receiver<Leading>),
    Done { kept: Kept, until: Ticks },
}

/// What there is for a key.
pub(in crate::guard) enum Look {
    Hit(Kept),
    /// Another call is at it.
    Follow(watch::Receiver<Leading>),
    /// This call is the first.
    Lead(Lead),
}

impl Store {
    pub(super) fn new(bounds: Bounds) -> Self {
        Self { state: Mutex::default(), bounds }
    }

    /// `None` where the key was used for something else.
    pub(super) fn look(
        self: &Arc<Self>,
        key: Key,
        fingerprint: Option<Key>,
        now: Ticks,
    ) -> Option<Look> {
        let mut state = self.lock();
        state.expire(now);
        if let Some(entry) = state.entries.get(&key) {
            if entry.fingerprint != fingerprint {
                return None;
            }
            match &entry.progress {
                Progress::Done { kept, until } if *until > now => {
                    return Some(Look::Hit(kept.clone()));
                }
                Progress::Running(receiver) => return Some(Look::Follow(receiver.clone())),
                Progress::Done { .. } => state.forget(key),
            }
        }
        let (lead, receiver) = Lead::new(Arc::clone(self), key);
        let entry = Entry { fingerprint, progress: Progress::Running(receiver) };
        state.entries.insert(key, entry);
        Some(Look::Lead(lead))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Valid after every statement that can panic.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn expire(&mut self, now: Ticks) {
        while self.order.front().is_some_and(|(until, _)| *until <= now) {
            self.forget_oldest();
        }
        while self.loaded.front().is_some_and(|(until, _)| *until <= now) {
            self.loaded.pop_front();
        }
    }

    /// Takes a finished entry out. Its places in the queues stay: they name a
    /// time that no other entry of the key has.
    fn forget(&mut self, key: Key) {
        if let Some(Entry { progress: Progress::Done { kept, .. }, .. }) = self.entries.remove(&key)
        {
            self.bytes -= kept.size();
        }
    }

    fn forget_oldest(&mut self) {
        let Some((ends, key)) = self.order.pop_front() else { return };
        // It may have gone before, and the key be in use again.
        if self.done(key, ends).is_some() {
            self.forget(key);
        }
    }

    /// Drops the oldest result; the key stays where keys outlive results.
    /// Returns whether there was one.
    fn unload_oldest(&mut self, bounds: Bounds) -> bool {
        let Some((ends, key)) = self.loaded.pop_front() else { return false };
        let Some(kept) = self.done(key, ends) else { return true };
        if bounds.keys == bounds.results {
            self.forget(key);
        } else {
            let freed = std::mem::replace(kept, Kept::Gone).size();
            self.bytes -= freed;
        }
        true
    }

    /// The outcome of the entry that ends at this time.
    fn done(&mut self, key: Key, ends: Ticks) -> Option<&mut Kept> {
        match &mut self.entries.get_mut(&key)?.progress {
            Progress::Done { kept, until } if *until == ends => Some(kept),
            Progress::Done { .. } | Progress::Running(_) => None,
        }
    }

    fn keep(&mut self, key: Key, mut kept: Kept, until: Ticks, bounds: Bounds) {
        // One result must not empty the store for itself.
        if kept.size() > bounds.bytes / 4 {
            if bounds.keys == bounds.results {
                self.entries.remove(&key);
                return;
            }
            kept = Kept::Gone;
        }
        let size = kept.size();
        while self.loaded.len() >= bounds.results || self.bytes + size > bounds.bytes {
            if !self.unload_oldest(bounds) {
                break;
            }
        }
        while self.order.len() >= bounds.keys {
            self.forget_oldest();
        }
        if let Some(entry) = self.entries.get_mut(&key) {
            entry.progress = Progress::Done { kept, until };
            self.order.push_back((until, key));
            if size > 0 {
                self.loaded.push_back((until, key));
            }
            self.bytes += size;
        }
    }
}
