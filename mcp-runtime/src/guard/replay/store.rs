use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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
    Running(watch::Receiver<Option<Kept>>),
    Done { kept: Kept, until: Ticks },
}

/// What there is for a key.
pub(in crate::guard) enum Look {
    Hit(Kept),
    /// Another call is at it.
    Follow(watch::Receiver<Option<Kept>>),
    /// This call is the first.
    Lead(Lead),
}

/// The first call with a key. Dropping it lets another one take its place.
pub(in crate::guard) struct Lead {
    store: Arc<Store>,
    key: Key,
    sender: Option<watch::Sender<Option<Kept>>>,
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
        let (sender, receiver) = watch::channel(None);
        let entry = Entry { fingerprint, progress: Progress::Running(receiver) };
        state.entries.insert(key, entry);
        Some(Look::Lead(Lead { store: Arc::clone(self), key, sender: Some(sender) }))
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
            self.loaded.push_back((until, key));
            self.bytes += size;
        }
    }
}

impl Lead {
    /// Tells those who wait; with `until`, also those who come before then.
    pub(in crate::guard) fn ended(mut self, kept: Kept, until: Option<Ticks>) {
        let Some(sender) = self.sender.take() else { return };
        {
            let mut state = self.store.lock();
            match until {
                Some(until) => state.keep(self.key, kept.clone(), until, self.store.bounds),
                None => drop(state.entries.remove(&self.key)),
            }
        }
        sender.send_replace(Some(kept));
    }
}

impl Drop for Lead {
    fn drop(&mut self) {
        if self.sender.is_some() {
            self.store.lock().entries.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::handler::ToolOutput;
    use crate::limit::Keys;

    const CACHE: Bounds = Bounds { results: 10, bytes: 100_000, keys: 10 };

    fn kept(bytes: usize) -> Kept {
        Kept::Output(Arc::new(ToolOutput::new().content("x".repeat(bytes))))
    }

    fn lead(store: &Arc<Store>, key: Key, now: Ticks) -> Lead {
        match store.look(key, None, now) {
            Some(Look::Lead(lead)) => lead,
            Some(Look::Hit(_) | Look::Follow(_)) | None => panic!("nobody was there before"),
        }
    }

    #[test]
    fn room_is_bounded_and_the_oldest_go_first() {
        let (store, keys) = (Arc::new(Store::new(CACHE)), Keys::default());
        for index in 0..50_u32 {
            lead(&store, keys.key(index), 0).ended(kept(10), Some(100));
        }
        assert_eq!(store.lock().entries.len(), 10);
        assert!(matches!(store.look(keys.key(49_u32), None, 99), Some(Look::Hit(_))));
        assert!(matches!(store.look(keys.key(39_u32), None, 99), Some(Look::Lead(_))));
        lead(&store, keys.key("large"), 0).ended(kept(50_000), Some(100));
        assert!(
            matches!(store.look(keys.key("large"), None, 1), Some(Look::Lead(_))),
            "too large to keep"
        );
        for index in 100..110_u32 {
            lead(&store, keys.key(index), 0).ended(kept(20_000), Some(100));
        }
        let state = store.lock();
        assert!(state.bytes <= 100_000 && state.entries.len() <= 5, "{}", state.bytes);
    }

    #[test]
    fn nothing_outlives_its_time() {
        let (store, keys) = (Arc::new(Store::new(CACHE)), Keys::default());
        lead(&store, keys.key(1), 0).ended(kept(10), Some(100));
        assert!(matches!(store.look(keys.key(1), None, 99), Some(Look::Hit(_))));
        drop(lead(&store, keys.key(1), 100));
        let state = store.lock();
        assert_eq!((state.entries.len(), state.bytes), (0, 0));
    }

    #[test]
    fn a_call_that_was_made_is_remembered_longer_than_its_result() {
        let bounds = Bounds { results: 2, keys: 4, ..CACHE };
        let (store, keys) = (Arc::new(Store::new(bounds)), Keys::default());
        for index in 0..4_u32 {
            lead(&store, keys.key(index), 0).ended(kept(10), Some(100));
        }
        lead(&store, keys.key("large"), 0).ended(kept(50_000), Some(100));
        let gone = |of: Key| matches!(store.look(of, None, 1), Some(Look::Hit(Kept::Gone)));
        assert!(gone(keys.key(1_u32)) && gone(keys.key("large")));
        assert!(matches!(store.look(keys.key(3_u32), None, 1), Some(Look::Hit(Kept::Output(_)))));
        assert!(matches!(store.look(keys.key(0_u32), None, 1), Some(Look::Lead(_))), "the oldest");
        drop(lead(&store, keys.key("late"), 100));
        let state = store.lock();
        assert_eq!((state.entries.len(), state.order.len(), state.loaded.len()), (0, 0, 0));
        assert_eq!(state.bytes, 0);
    }

    /// Threads read the clock before they get here.
    #[test]
    fn outcomes_that_come_in_another_order_than_their_times_do_no_harm() {
        let store = Arc::new(Store::new(CACHE));
        let keys = Keys::default();
        let (early, late) = (lead(&store, keys.key("a"), 0), lead(&store, keys.key("b"), 0));
        late.ended(kept(10), Some(101));
        early.ended(kept(10), Some(100));
        let again = lead(&store, keys.key("a"), 100);
        assert_eq!(store.lock().bytes, kept(10).size(), "of `b` alone");
        again.ended(kept(10), Some(200));
        assert!(matches!(store.look(keys.key("a"), None, 150), Some(Look::Hit(_))));
        drop(lead(&store, keys.key("a"), 200));
        let state = store.lock();
        assert_eq!((state.bytes, state.order.len(), state.entries.len()), (0, 0, 0));
    }

    #[tokio::test]
    async fn those_who_wait_get_the_outcome_or_the_lead() {
        let (store, keys) = (Arc::new(Store::new(CACHE)), Keys::default());
        let key = keys.key("k");
        let first = lead(&store, key, 0);
        let Some(Look::Follow(mut waiting)) = store.look(key, None, 0) else {
            panic!("one is at it")
        };
        drop(first);
        assert!(waiting.wait_for(Option::is_some).await.is_err(), "given up");
        let second = lead(&store, key, 0);
        let Some(Look::Follow(mut waiting)) = store.look(key, None, 0) else {
            panic!("one is at it")
        };
        second.ended(kept(1), None);
        assert!(waiting.wait_for(Option::is_some).await.is_ok());
        assert!(matches!(store.look(key, None, 0), Some(Look::Lead(_))), "it was not to be kept");
        assert!(matches!(store.look(key, Some(key), 0), Some(Look::Lead(_))));
    }
}
