use std::sync::Arc;

use tokio::sync::watch;

use super::Store;
use crate::guard::replay::Kept;
use crate::limit::{Key, Ticks};
use crate::task::Task;

/// The first call with a key. Dropping it lets another one take its place.
pub(in crate::guard) struct Lead {
    store: Arc<Store>,
    key: Key,
    sender: Option<watch::Sender<Leading>>,
}

/// What those who follow a call know of it.
#[derive(Debug, Clone, Default)]
pub(in crate::guard) struct Leading {
    /// It waits for its client.
    pub(in crate::guard) asks: bool,
    /// What it goes on as.
    pub(in crate::guard) task: Option<Arc<Task>>,
    /// What it came to.
    pub(in crate::guard) kept: Option<Kept>,
}

impl Lead {
    pub(super) fn new(store: Arc<Store>, key: Key) -> (Self, watch::Receiver<Leading>) {
        let (sender, receiver) = watch::channel(Leading::default());
        (Self { store, key, sender: Some(sender) }, receiver)
    }

    /// Whether it waits for its client now.
    pub(in crate::guard) fn asks(&self, asks: bool) {
        if let Some(sender) = &self.sender {
            sender.send_if_modified(|now| std::mem::replace(&mut now.asks, asks) != asks);
        }
    }

    /// It goes on after its request was answered.
    pub(in crate::guard) fn goes_on_as(&self, task: &Arc<Task>) {
        if let Some(sender) = &self.sender {
            sender.send_modify(|now| now.task = Some(Arc::clone(task)));
        }
    }

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
        sender.send_modify(|now| now.kept = Some(kept));
    }
}

impl Drop for Lead {
    fn drop(&mut self) {
        if self.sender.is_some() {
            self.store.lock().entries.remove(&self.key);
        }
    }
}
