use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use super::topic::{MOST_BYTES, MOST_RESOURCES, TooMuch, Topic};

/// One who listens: what it watches, and what of that has changed since it
/// last looked.
#[derive(Default)]
pub(super) struct Listener(Mutex<State>);

#[derive(Default)]
struct State {
    /// In the order of their topics.
    watched: Vec<Watched>,
    resources: usize,
    bytes: usize,
    /// How many of `watched` have changed.
    pending: usize,
    /// Where to look first, so that what changes all the time does not keep
    /// the rest from being told.
    next: usize,
    reader: Option<Waker>,
}

struct Watched {
    topic: Topic,
    /// The resource as the listener wrote it, where that is not the topic.
    shown: Option<Arc<str>>,
    changed: bool,
}

impl Listener {
    /// Notes that a topic has changed. It allocates nothing, and does nothing
    /// where that was noted already.
    pub(super) fn mark(&self, topic: &Topic) {
        let mut state = self.state();
        let Ok(at) = state.position(topic) else { return };
        if std::mem::replace(&mut state.watched[at].changed, true) {
            return;
        }
        state.pending += 1;
        let reader = state.reader.take();
        drop(state);
        if let Some(reader) = reader {
            reader.wake();
        }
    }

    /// The next topic that has changed, or a wake-up when one has.
    pub(super) fn poll_next(&self, task: &mut Context<'_>) -> Poll<Topic> {
        let mut state = self.state();
        if let Some(changed) = state.take() {
            return Poll::Ready(changed);
        }
        let other = match &mut state.reader {
            Some(reader) if reader.will_wake(task.waker()) => None,
            reader => reader.replace(task.waker().clone()),
        };
        // What is dropped with a waker may be a listener.
        drop(state);
        drop(other);
        Poll::Pending
    }

    /// Whether it did not watch the topic before.
    pub(super) fn add(&self, topic: &Topic, shown: Option<Arc<str>>) -> Result<bool, TooMuch> {
        let mut state = self.state();
        let Err(at) = state.position(topic) else { return Ok(false) };
        let watched = Watched { topic: topic.clone(), shown, changed: false };
        if let Some(bytes) = watched.bytes() {
            if state.resources >= MOST_RESOURCES || state.bytes + bytes > MOST_BYTES {
                return Err(TooMuch);
            }
            state.resources += 1;
            state.bytes += bytes;
        }
        state.watched.insert(at, watched);
        Ok(true)
    }

    pub(super) fn remove(&self, topic: &Topic) -> bool {
        let mut state = self.state();
        let Ok(at) = state.position(topic) else { return false };
        let watched = state.watched.remove(at);
        if let Some(bytes) = watched.bytes() {
            state.resources -= 1;
            state.bytes -= bytes;
        }
        state.pending -= usize::from(watched.changed);
        true
    }

    /// Takes out everything that it watches.
    pub(super) fn clear(&self) -> impl Iterator<Item = Topic> + use<> {
        std::mem::take(&mut *self.state()).watched.into_iter().map(|watched| watched.topic)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Valid after every statement that can fail.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn position(&self, topic: &Topic) -> Result<usize, usize> {
        self.watched.binary_search_by(|watched| watched.topic.cmp(topic))
    }

    fn take(&mut self) -> Option<Topic> {
        if self.pending == 0 {
            return None;
        }
        let (before, after) = self.watched.split_at(self.next.min(self.watched.len()));
        let changed = |watched: &Watched| watched.changed;
        let at = match after.iter().position(changed) {
            Some(at) => before.len() + at,
            None => before.iter().position(changed)?,
        };
        self.pending -= 1;
        self.next = at + 1;
        let watched = &mut self.watched[at];
        watched.changed = false;
        Some(match &watched.shown {
            Some(shown) => Topic::Resource(Arc::clone(shown)),
            None => watched.topic.clone(),
        })
    }
}

impl Watched {
    /// What its name takes of the listener's room.
    fn bytes(&self) -> Option<usize> {
        match (&self.topic, &self.shown) {
            (Topic::Resource(_), Some(shown)) => Some(shown.len()),
            (Topic::Resource(name) | Topic::Task(name), None) => Some(name.len()),
            _ => None,
        }
    }
}
