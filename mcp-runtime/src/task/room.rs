use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::handler::Caller;
use crate::notify::Place;

/// Room for one task; it is given back with this.
pub(crate) struct Room {
    pub(super) place: Place<Caller>,
    pub(super) held: Arc<Held>,
    pub(super) bytes: usize,
}

/// Bytes that tasks hold: all of them, and those of each caller that has some.
#[derive(Debug, Default)]
pub(super) struct Held(Mutex<Sums>);

#[derive(Debug, Default)]
struct Sums {
    all: usize,
    each: HashMap<Caller, usize>,
}

/// How many bytes there may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Most {
    pub(super) all: usize,
    pub(super) each: usize,
}

/// Whose bytes are too many.
pub(super) enum Over {
    All,
    Each,
}

impl Room {
    /// It holds so many bytes now, where there is room for that.
    pub(super) fn resize(&mut self, bytes: usize, most: Most) -> Result<(), Over> {
        let caller = self.place.key();
        let mut sums = self.held.lock();
        let all = sums.all - self.bytes + bytes;
        let each = sums.each.get(caller).copied().unwrap_or_default() - self.bytes + bytes;
        // What is smaller than before fits, however full it is.
        if bytes > self.bytes && each > most.each {
            return Err(Over::Each);
        }
        if bytes > self.bytes && all > most.all {
            return Err(Over::All);
        }
        sums.all = all;
        if each == 0 {
            sums.each.remove(caller);
        } else {
            sums.each.insert(caller.clone(), each);
        }
        drop(sums);
        self.bytes = bytes;
        Ok(())
    }

    /// The same, whether there is room or not.
    pub(super) fn fill(&mut self, bytes: usize) {
        let _ = self.resize(bytes, Most { all: usize::MAX, each: usize::MAX });
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        self.fill(0);
    }
}

impl Held {
    fn lock(&self) -> MutexGuard<'_, Sums> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
