use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What HTTP brings and takes.
#[derive(Debug)]
pub(crate) struct Traffic {
    connections: Arc<AtomicU64>,
    /// By status, from 100 to 599.
    responses: Box<[AtomicU64; 500]>,
}

/// A connection counts as open until this is dropped.
#[derive(Debug)]
pub(crate) struct Open(Arc<AtomicU64>);

impl Default for Traffic {
    fn default() -> Self {
        let responses = Box::new([const { AtomicU64::new(0) }; 500]);
        Self { connections: Arc::default(), responses }
    }
}

impl Traffic {
    pub(crate) fn open(&self) -> Open {
        self.connections.fetch_add(1, Ordering::Relaxed);
        Open(Arc::clone(&self.connections))
    }

    pub(crate) fn answered(&self, status: u16) {
        let place = usize::from(status).checked_sub(100);
        if let Some(count) = place.and_then(|place| self.responses.get(place)) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn connections(&self) -> u64 {
        self.connections.load(Ordering::Relaxed)
    }

    /// Each status that was answered, and how often.
    pub(super) fn responses(&self) -> impl Iterator<Item = (usize, u64)> + '_ {
        let counts = self.responses.iter().map(|count| count.load(Ordering::Relaxed));
        counts
            .enumerate()
            .filter(|(_, count)| *count > 0)
            .map(|(place, count)| (place + 100, count))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_and_what_was_answered_is_counted() {
        let traffic = Traffic::default();
        let (one, two) = (traffic.open(), traffic.open());
        drop(one);
        assert_eq!(traffic.connections(), 1);
        drop(two);
        assert_eq!(traffic.connections(), 0);
        for status in [200, 599, 200, 100, 99, 600, 65_535] {
            traffic.answered(status);
        }
        assert_eq!(traffic.responses().collect::<Vec<_>>(), [(100, 1), (200, 2), (599, 1)]);
    }
}
