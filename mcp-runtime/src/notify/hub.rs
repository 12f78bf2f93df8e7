use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use super::listener::Listener;
use super::topic::{TooMuch, Topic};

/// Where changes are made known, and who listens to what.
#[derive(Default)]
pub(crate) struct Hub(Mutex<Listeners>);

#[derive(Default)]
struct Listeners {
    /// By topic, and then by their numbers: those of one topic stand together.
    all: BTreeMap<(Topic, u64), Arc<Listener>>,
    next: u64,
}

/// Listeners that are looked up under one lock.
const AT_ONCE: usize = 32;

impl Hub {
    /// A listener that watches nothing yet.
    pub(crate) fn subscribe(self: &Arc<Self>) -> Subscription {
        let mut listeners = self.lock();
        let number = listeners.next;
        listeners.next += 1;
        drop(listeners);
        Subscription { hub: Arc::clone(self), number, listener: Arc::default() }
    }

    /// Tells everybody who watches the topic. Takes time by their number
    /// alone, and waits for none of them.
    pub(crate) fn publish(&self, topic: &Topic) {
        let mut from = Bound::Included((topic.clone(), 0));
        let until = Bound::Included((topic.clone(), u64::MAX));
        loop {
            let mut some = [const { None }; AT_ONCE];
            let mut last = None;
            {
                let listeners = self.lock();
                let range = listeners.all.range((from, until.clone()));
                for (place, ((_, number), listener)) in some.iter_mut().zip(range) {
                    *place = Some(Arc::clone(listener));
                    last = Some(*number);
                }
            }
            // Without the lock: whom a waker wakes may be about to leave.
            let is_full = some.last().is_some_and(Option::is_some);
            some.iter().flatten().for_each(|listener| listener.mark(topic));
            match last {
                Some(last) if is_full => from = Bound::Excluded((topic.clone(), last)),
                _ => return,
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Listeners> {
        // Valid after every statement.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One listener's place in the hub; it is forgotten with this.
pub(crate) struct Subscription {
    hub: Arc<Hub>,
    number: u64,
    listener: Arc<Listener>,
}

impl Subscription {
    /// Watches a topic. `shown` is what the listener calls the resource, where
    /// it has another name for it than the topic.
    pub(crate) fn watch(&self, topic: Topic, shown: Option<Arc<str>>) -> Result<(), TooMuch> {
        // The hub's lock goes before the listener's everywhere.
        let mut listeners = self.hub.lock();
        if self.listener.add(&topic, shown)? {
            listeners.all.insert((topic, self.number), Arc::clone(&self.listener));
        }
        Ok(())
    }

    /// Tells this one alone.
    pub(crate) fn mark(&self, topic: &Topic) {
        self.listener.mark(topic);
    }

    /// Does not watch it any more; a change that was not told yet is forgotten.
    pub(crate) fn unwatch(&self, topic: Topic) {
        let mut listeners = self.hub.lock();
        if self.listener.remove(&topic) {
            listeners.all.remove(&(topic, self.number));
        }
    }

    /// The next topic that has changed since it was last returned. Of several
    /// tasks that wait, the one that asked last is woken.
    pub(crate) fn poll_next(&self, task: &mut Context<'_>) -> Poll<Topic> {
        self.listener.poll_next(task)
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut listeners = self.hub.lock();
        for topic in self.listener.clear() {
            listeners.all.remove(&(topic, self.number));
        }
    }
}

#[cfg(test)]
mod tests;
