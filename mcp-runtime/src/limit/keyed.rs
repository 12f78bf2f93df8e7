use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Key, Ticks};

/// State by key, in bounded room.
///
/// A key is forgotten once its state has expired, never earlier: inventing
/// keys cannot push a real one out. When the room is used up, further keys
/// share a few states among them, which is strict to those that came late and
/// lets nobody pass who should not.
#[derive(Debug)]
pub(crate) struct Keyed<S> {
    shards: Box<[Mutex<Shard<S>>]>,
}

#[derive(Debug)]
struct Shard<S> {
    index: HashMap<Key, usize>,
    states: Vec<S>,
    /// States that nobody uses now.
    free: Vec<usize>,
    /// Each key once, in the order in which to look at it again.
    expiry: VecDeque<(Ticks, Key)>,
    capacity: usize,
    shared: Vec<S>,
}

/// Enough that threads seldom meet.
const SHARDS: usize = 16;
/// States shared by the keys of a shard for which there is no room.
const SHARED: usize = 16;
/// Expired keys looked at in each call: more than one, so that they go faster
/// than they come.
const SWEEP: usize = 2;

impl<S: Default> Keyed<S> {
    /// Room for about `capacity` keys at once.
    pub(crate) fn new(capacity: usize) -> Self {
        let shard = || {
            Mutex::new(Shard {
                index: HashMap::new(),
                states: Vec::new(),
                free: Vec::new(),
                expiry: VecDeque::new(),
                capacity: capacity.div_ceil(SHARDS).max(1),
                shared: Vec::new(),
            })
        };
        Self { shards: (0..SHARDS).map(|_| shard()).collect() }
    }

    /// The state of a key, locked. `expires` says when a state is worth nothing
    /// any more.
    pub(crate) fn get(&self, key: Key, now: Ticks, expires: impl Fn(&S) -> Ticks) -> Slot<'_, S> {
        let shard = &self.shards[key.bucket(SHARDS)];
        // A panic elsewhere leaves the counters as they were.
        let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
        shard.sweep(now, &expires);
        let place = shard.place(key, now);
        Slot { shard, place }
    }

    /// Looks at every state that is in use, one part of them after the other.
    pub(crate) fn each(&self, mut look: impl FnMut(&mut S)) {
        for shard in &self.shards {
            let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            let Shard { states, shared, .. } = &mut *shard;
            states.iter_mut().chain(shared).for_each(&mut look);
        }
    }

    /// Keys that have a state of their own now.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        let len = |shard: &Mutex<Shard<S>>| {
            shard.lock().unwrap_or_else(PoisonError::into_inner).index.len()
        };
        self.shards.iter().map(len).sum()
    }
}

impl<S: Default> Shard<S> {
    fn place(&mut self, key: Key, now: Ticks) -> Place {
        if let Some(place) = self.index.get(&key) {
            return Place::Own(*place);
        }
        if self.index.len() >= self.capacity {
            if self.shared.is_empty() {
                tracing::warn!(
                    keys = self.capacity * SHARDS,
                    "more callers than a limit has room for; new ones share their limits"
                );
                self.shared.resize_with(SHARED, S::default);
            }
            return Place::Shared(key.bucket(SHARDS * SHARED) / SHARDS);
        }
        let place = self.free.pop().unwrap_or_else(|| {
            self.states.push(S::default());
            self.states.len() - 1
        });
        self.index.insert(key, place);
        self.expiry.push_back((now, key));
        Place::Own(place)
    }

    /// Forgets keys whose state has expired. Each is looked at when it was
    /// due; one that was used since is due again later.
    fn sweep(&mut self, now: Ticks, expires: &impl Fn(&S) -> Ticks) {
        for _ in 0..SWEEP {
            let Some((due, key)) = self.expiry.front().copied() else { return };
            if due > now {
                return;
            }
            self.expiry.pop_front();
            let Some(place) = self.index.get(&key).copied() else { continue };
            let expires = expires(&self.states[place]);
            if expires > now {
                self.expiry.push_back((expires, key));
                continue;
            }
            self.index.remove(&key);
            self.states[place] = S::default();
            self.free.push(place);
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Place {
    Own(usize),
    Shared(usize),
}

/// One key's state, locked.
pub(crate) struct Slot<'a, S> {
    shard: MutexGuard<'a, Shard<S>>,
    place: Place,
}

impl<S> std::ops::Deref for Slot<'_, S> {
    type Target = S;

    fn deref(&self) -> &S {
        match self.place {
            Place::Own(place) => &self.shard.states[place],
            Place::Shared(place) => &self.shard.shared[place],
        }
    }
}

impl<S> std::ops::DerefMut for Slot<'_, S> {
    fn deref_mut(&mut self) -> &mut S {
        match self.place {
            Place::Own(place) => &mut self.shard.states[place],
            Place::Shared(place) => &mut self.shard.shared[place],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limit::{History, Keys, Limit, Rule};

    const WINDOW: Ticks = 1_000;

    fn call(keyed: &Keyed<History>, rule: &Rule, key: Key, now: Ticks) -> bool {
        let mut history = keyed.get(key, now, |history| history.expires(rule));
        let admitted = history.wait(rule, now).is_none();
        if admitted {
            history.admit(rule, now);
        }
        admitted
    }

    #[test]
    fn invented_keys_neither_grow_the_room_nor_push_a_real_one_out() {
        let rule = Rule::new(&[Limit { calls: 2, window: WINDOW }]);
        let (keyed, keys) = (Keyed::new(1_600), Keys::default());
        let real = keys.key("real");
        assert!(call(&keyed, &rule, real, 0) && call(&keyed, &rule, real, 0));
        let mut passed = 0;
        for stranger in 0..1_000_000_u32 {
            passed += u32::from(call(&keyed, &rule, keys.key(stranger), 1));
        }
        assert!(keyed.len() <= 1_600);
        assert!(!call(&keyed, &rule, real, WINDOW - 1), "its calls are still remembered");
        assert!(call(&keyed, &rule, real, WINDOW));
        // One call for each key with room of its own, two for each shared state.
        assert!(passed <= 1_600 + 2 * 256, "{passed}");
    }

    #[test]
    fn idle_keys_make_room_for_new_ones() {
        let rule = Rule::new(&[Limit { calls: 1, window: WINDOW }]);
        let (keyed, keys) = (Keyed::new(640), Keys::default());
        for round in 0..50_u64 {
            let now = round * (WINDOW + WINDOW / 64);
            for key in 0..80_u64 {
                assert!(call(&keyed, &rule, keys.key((round, key)), now), "{round} {key}");
            }
        }
        assert!(keyed.len() <= 200, "{}", keyed.len());
    }
}
