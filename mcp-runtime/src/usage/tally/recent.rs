use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

/// The last things of a kind, for whoever looks. Nothing is kept before
/// somebody can look.
///
/// Each has a place of its own, which its writer finds free unless it is
/// looked at in this moment; then the thing is left out, since no call waits
/// for a look.
#[derive(Debug)]
pub(crate) struct Recent<T> {
    on: AtomicBool,
    next: AtomicUsize,
    places: OnceLock<Box<[Place<T>]>>,
}

type Place<T> = Mutex<Option<(usize, T)>>;

const PLACES: usize = 256;

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self { on: AtomicBool::new(false), next: AtomicUsize::new(0), places: OnceLock::new() }
    }
}

impl<T: Clone> Recent<T> {
    /// From now on things are kept.
    pub(crate) fn watch(&self) {
        self.places.get_or_init(|| (0..PLACES).map(|_| Mutex::default()).collect());
        self.on.store(true, Ordering::Release);
    }

    pub(crate) fn is_watched(&self) -> bool {
        self.on.load(Ordering::Relaxed)
    }

    pub(crate) fn add(&self, thing: T) {
        let Some(places) = self.places.get() else { return };
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        if let Ok(mut place) = places[number % PLACES].try_lock() {
            *place = Some((number, thing));
        }
    }

    /// The newest first.
    pub(crate) fn read(&self) -> Vec<T> {
        let places = self.places.get().map_or(&[][..], |places| places);
        let read = |place: &Place<T>| place.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut things: Vec<(usize, T)> = places.iter().filter_map(read).collect();
        things.sort_unstable_by_key(|(number, _)| std::cmp::Reverse(*number));
        things.into_iter().map(|(_, thing)| thing).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_ones_are_there_and_the_newest_first() {
        let recent = Recent::default();
        recent.add(0);
        assert!(!recent.is_watched() && recent.read().is_empty(), "nobody looks");
        recent.watch();
        (1..=3).for_each(|number| recent.add(number));
        assert_eq!(recent.read(), [3, 2, 1]);
        (4..=1_000).for_each(|number| recent.add(number));
        let last: Vec<i32> = (745..=1_000).rev().collect();
        assert_eq!(recent.read(), last);
    }
}
