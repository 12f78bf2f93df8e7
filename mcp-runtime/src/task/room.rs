use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::handler::Caller;
use crate::notify::Place;

/// Room for one task; it is given back with this.
pub(crate) struct Room {
    pub(super) place: Place<Caller>,
    /// What all of them hold.
    pub(super) all: Arc<AtomicUsize>,
    pub(super) bytes: usize,
}

impl Room {
    /// It holds so many bytes now.
    pub(super) fn resize(&mut self, bytes: usize) {
        self.all.fetch_add(bytes, Ordering::Relaxed);
        self.all.fetch_sub(self.bytes, Ordering::Relaxed);
        self.bytes = bytes;
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        self.resize(0);
    }
}
