use std::collections::{HashMap, HashSet, VecDeque, hash_map};

use bytes::Bytes;

pub(crate) struct Entry {
    /// The call it belongs to: nothing may follow a call's answer.
    pub(crate) call: u64,
    /// Progress: a newer entry of the same call makes this one superfluous.
    pub(crate) replaceable: bool,
    pub(crate) message: Bytes,
}

/// Messages in their order, bounded in number and bytes.
///
/// Where calls share the room, the one that takes most of it loses surplus
/// log messages first, and the latest progress of each call is kept whatever
/// the others log.
#[derive(Default)]
pub(super) struct Entries {
    queued: VecDeque<Entry>,
    bytes: usize,
    /// The room that each call's log messages take.
    logs: HashMap<u64, usize>,
    dropped: u64,
}

/// Messages there are before some are coalesced or dropped. The latest
/// progress of further calls goes beyond it, within [`MOST_BYTES`].
const MOST: usize = 256;

/// Bytes of all messages. One that is longer is dropped.
const MOST_BYTES: usize = 1 << 20;

impl Entry {
    /// What it takes of the room: many small messages are a burden like a
    /// few large ones.
    fn room(&self) -> usize {
        self.message.len().max(MOST_BYTES / MOST)
    }
}

impl Entries {
    /// Adds an entry, if need be in place of others.
    pub(super) fn push(&mut self, entry: Entry) {
        if !self.make_room(&entry) {
            return self.count_dropped();
        }
        self.bytes += entry.message.len();
        if !entry.replaceable {
            *self.logs.entry(entry.call).or_default() += entry.room();
        }
        self.queued.push_back(entry);
    }

    pub(super) fn pop(&mut self) -> Option<Entry> {
        self.take(0)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.queued.is_empty()
    }

    /// Takes out everything of one call.
    pub(super) fn take_all(&mut self, call: u64) -> Vec<Bytes> {
        let mut all = Vec::new();
        while let Some(at) = self.queued.iter().position(|entry| entry.call == call) {
            all.extend(self.take(at).map(|entry| entry.message));
        }
        all
    }

    fn fits(&self, entry: &Entry) -> bool {
        self.queued.len() < MOST && self.bytes + entry.message.len() <= MOST_BYTES
    }

    /// Whether there is room for the entry, if need be in place of others.
    fn make_room(&mut self, entry: &Entry) -> bool {
        while !self.fits(entry) {
            if entry.message.len() > MOST_BYTES {
                return false;
            }
            if !entry.replaceable {
                if !self.drop_log_of_another(entry) {
                    return false;
                }
            } else if let Some(at) = self.superseded_by(entry) {
                self.take(at);
            } else if !self.drop_log() && !self.drop_superseded() {
                return self.bytes + entry.message.len() <= MOST_BYTES;
            }
        }
        true
    }

    fn superseded_by(&self, entry: &Entry) -> Option<usize> {
        self.queued.iter().rposition(|old| old.replaceable && old.call == entry.call)
    }

    /// Drops a log message of the call that has the most of them, if that
    /// leaves it with more than the caller would have.
    fn drop_log_of_another(&mut self, entry: &Entry) -> bool {
        let own = self.logs.get(&entry.call).copied().unwrap_or_default();
        self.logs.values().max().is_some_and(|most| *most > own + entry.room()) && self.drop_log()
    }

    /// Drops the newest log message of the call that has the most of them.
    fn drop_log(&mut self) -> bool {
        let Some((&call, _)) = self.logs.iter().max_by_key(|(_, room)| **room) else {
            return false;
        };
        let newest = self.queued.iter().rposition(|old| !old.replaceable && old.call == call);
        let dropped = newest.is_some_and(|at| self.take(at).is_some());
        if dropped {
            self.count_dropped();
        }
        dropped
    }

    /// Drops progress that is not the latest of its call.
    fn drop_superseded(&mut self) -> bool {
        let mut seen = HashSet::new();
        let older = self.queued.iter().rposition(|old| old.replaceable && !seen.insert(old.call));
        older.is_some_and(|at| self.take(at).is_some())
    }

    fn take(&mut self, at: usize) -> Option<Entry> {
        let entry = self.queued.remove(at)?;
        self.bytes -= entry.message.len();
        if !entry.replaceable
            && let hash_map::Entry::Occupied(mut logs) = self.logs.entry(entry.call)
        {
            *logs.get_mut() -= entry.room();
            if *logs.get() == 0 {
                logs.remove();
            }
        }
        Some(entry)
    }

    fn count_dropped(&mut self) {
        self.dropped += 1;
        if self.dropped.is_power_of_two() {
            let dropped = self.dropped;
            tracing::warn!(dropped, "the client reads too slowly; messages to it were dropped");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(call: u64, replaceable: bool, text: &'static str) -> Entry {
        Entry { call, replaceable, message: Bytes::from_static(text.as_bytes()) }
    }

    #[test]
    fn a_full_queue_keeps_the_latest_progress_and_drops_surplus_logs() {
        let mut queue = Entries::default();
        for _ in 0..MOST - 1 {
            queue.push(entry(1, false, "log"));
        }
        for text in ["10 %", "20 %", "30 %"] {
            queue.push(entry(1, true, text));
        }
        queue.push(entry(1, false, "lost"));
        let all: Vec<Bytes> =
            std::iter::from_fn(|| queue.pop()).map(|entry| entry.message).collect();
        assert_eq!(all.len(), MOST);
        assert_eq!(all.last().map(|last| &last[..]), Some(&b"30 %"[..]));
    }

    fn sized(call: u64, replaceable: bool, bytes: usize) -> Entry {
        Entry { call, replaceable, message: Bytes::from(vec![b'x'; bytes]) }
    }

    fn drained(queue: &mut Entries) -> Vec<(u64, bool, usize)> {
        std::iter::from_fn(|| queue.pop())
            .map(|entry| (entry.call, entry.replaceable, entry.message.len()))
            .collect()
    }

    #[test]
    fn bytes_are_bounded_like_messages() {
        let mut queue = Entries::default();
        for _ in 0..20 {
            queue.push(sized(1, false, 100_000));
        }
        queue.push(sized(2, false, MOST_BYTES + 1));
        queue.push(sized(2, true, MOST_BYTES + 1));
        assert_eq!(queue.dropped, 12);
        assert_eq!(drained(&mut queue).len(), 10);
        queue.push(sized(1, false, MOST_BYTES));
        assert_eq!(queue.queued.len(), 1, "the room was given back");
    }

    #[test]
    fn the_logs_of_one_call_do_not_push_out_the_progress_of_another() {
        let mut queue = Entries::default();
        queue.push(sized(2, true, 10));
        for _ in 0..1_000 {
            queue.push(sized(1, false, 100));
        }
        queue.push(sized(2, true, 11));
        queue.push(sized(3, true, 12));
        let progress: Vec<_> = drained(&mut queue).into_iter().filter(|entry| entry.1).collect();
        assert_eq!(progress, [(2, true, 11), (3, true, 12)]);
    }

    #[test]
    fn the_latest_progress_of_more_calls_than_there_is_room_for_is_kept() {
        let mut queue = Entries::default();
        for progress in 1..=3 {
            for call in 0..2 * MOST as u64 {
                queue.push(sized(call, true, progress));
            }
        }
        let kept = drained(&mut queue);
        assert_eq!(kept.len(), 2 * MOST);
        assert!(kept.iter().all(|(_, _, bytes)| *bytes == 3));
    }

    #[test]
    fn calls_that_log_share_the_room() {
        let mut queue = Entries::default();
        for call in [1, 2, 3] {
            for _ in 0..1_000 {
                queue.push(sized(call, false, 100));
            }
        }
        let kept = drained(&mut queue);
        for call in [1, 2, 3] {
            let own = kept.iter().filter(|entry| entry.0 == call).count();
            assert!((MOST / 3 - 2..=MOST / 3 + 2).contains(&own), "call {call} keeps {own}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_bounds_hold_and_the_latest_progress_survives(
            pushes in proptest::collection::vec(
                (0_u64..6, proptest::prelude::any::<bool>(), 1_usize..120_000), 0..400),
        ) {
            let mut queue = Entries::default();
            let mut latest = HashMap::new();
            for (call, replaceable, bytes) in pushes {
                // Six times this is less than the room there is.
                queue.push(sized(call, replaceable, bytes));
                if replaceable {
                    latest.insert(call, bytes);
                }
                let total: usize = queue.queued.iter().map(|entry| entry.message.len()).sum();
                proptest::prop_assert_eq!(queue.bytes, total);
                proptest::prop_assert!(total <= MOST_BYTES && queue.queued.len() <= MOST);
            }
            let mut kept = HashMap::new();
            for (call, replaceable, bytes) in drained(&mut queue) {
                if replaceable {
                    kept.insert(call, bytes);
                }
            }
            proptest::prop_assert_eq!(kept, latest);
            proptest::prop_assert!(queue.logs.is_empty() && queue.bytes == 0);
        }
    }
}
