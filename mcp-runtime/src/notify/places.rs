use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many listeners there may be, and how many of each caller. It remembers
/// the callers that have one now, so it is no larger than their number.
pub(crate) struct Places<K> {
    taken: Mutex<Taken<K>>,
    most: usize,
    most_each: usize,
}

struct Taken<K> {
    all: usize,
    each: HashMap<K, usize>,
}

/// Whose places are used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Full {
    /// Those of all.
    All(usize),
    /// Those of the caller.
    Each(usize),
}

/// Gives its place back.
pub(crate) struct Place<K: Eq + Hash> {
    places: Arc<Places<K>>,
    key: K,
}

impl<K: Eq + Hash + Clone> Places<K> {
    pub(crate) fn new(most: usize, most_each: usize) -> Arc<Self> {
        let taken = Taken { all: 0, each: HashMap::new() };
        Arc::new(Self { taken: Mutex::new(taken), most, most_each })
    }

    /// Takes one for a caller.
    pub(crate) fn take(self: &Arc<Self>, key: K) -> Result<Place<K>, Full> {
        let mut taken = self.lock();
        if taken.each.get(&key).is_some_and(|count| *count >= self.most_each) {
            return Err(Full::Each(self.most_each));
        }
        if taken.all >= self.most {
            return Err(Full::All(self.most));
        }
        taken.all += 1;
        *taken.each.entry(key.clone()).or_default() += 1;
        Ok(Place { places: Arc::clone(self), key })
    }

    /// How many there are.
    pub(crate) fn taken(&self) -> usize {
        self.lock().all
    }
}

impl<K> Places<K> {
    fn lock(&self) -> MutexGuard<'_, Taken<K>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Eq + Hash> Place<K> {
    /// Whose it is.
    pub(crate) fn key(&self) -> &K {
        &self.key
    }
}

impl<K: Eq + Hash> Drop for Place<K> {
    fn drop(&mut self) {
        let mut taken = self.places.lock();
        taken.all -= 1;
        if let Some(count) = taken.each.get_mut(&self.key) {
            *count -= 1;
            if *count == 0 {
                taken.each.remove(&self.key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_its_places_and_gets_them_back() {
        let places = Places::new(3, 2);
        let held: Vec<_> = ["a", "a", "b"].map(|key| places.take(key).unwrap()).into();
        assert_eq!(places.take("a").err(), Some(Full::Each(2)));
        assert_eq!(places.take("c").err(), Some(Full::All(3)));
        assert_eq!(places.taken(), 3);
        drop(held);
        assert_eq!(places.taken(), 0);
        assert!(places.lock().each.is_empty(), "nothing is kept of those who left");
    }
}
