use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::going::Going;
use super::room::Held;
use super::{End, Room, Settings, Task, Working};
use crate::auth::Rule;
use crate::clock::{Clock, later};
use crate::handler::{Caller, Context, HandlerId};
use crate::notify::Places;

/// The tasks of one server.
pub(crate) struct Tasks {
    pub(crate) settings: Settings,
    clock: Clock,
    kept: Mutex<Kept>,
    pub(super) places: Arc<Places<Caller>>,
    pub(super) held: Arc<Held>,
    pub(super) going: Going,
}

#[derive(Default)]
pub(super) struct Kept {
    all: HashMap<Arc<str>, Arc<Task>>,
    /// By the instants at which they expire.
    due: BTreeSet<(Instant, Arc<str>)>,
    /// Those whose end was fetched, in that order: they go first where there
    /// is no room.
    pub(super) fetched: VecDeque<Arc<Task>>,
}

impl Tasks {
    pub(crate) fn new(settings: Settings, clock: Clock) -> Self {
        Self {
            settings,
            clock,
            kept: Mutex::default(),
            places: Places::new(settings.most, settings.most_each),
            held: Arc::default(),
            going: Going::default(),
        }
    }

    /// Keeps a call as a task, which may run for so long. `None` where the
    /// system has no randomness for its id.
    pub(crate) fn add(
        self: &Arc<Self>,
        room: Box<Room>,
        (tool, access): (HandlerId, Rule),
        ctx: Context,
        timeout: Duration,
    ) -> Option<(Arc<Task>, Working)> {
        let mut random = [0; 18];
        getrandom::fill(&mut random).ok()?;
        let id: Arc<str> = URL_SAFE_NO_PAD.encode(random).into();
        let ttl = timeout.saturating_add(self.settings.ttl);
        let expires = later(self.clock.now(), ttl);
        let task = Arc::new(Task::new(id, (tool, access), ctx, (ttl, expires), room));
        let mut kept = self.kept();
        kept.due.insert((expires, Arc::clone(&task.id)));
        kept.all.insert(Arc::clone(&task.id), Arc::clone(&task));
        drop(kept);
        Some((task, Working::new(self)))
    }

    /// The task of this id, where it is one of this owner's, or of nobody's.
    pub(crate) fn get(&self, id: &str, owner: &str) -> Option<Arc<Task>> {
        self.forget_expired();
        let task = self.kept().all.get(id).cloned()?;
        (task.owner.is_empty() || *task.owner == *owner).then_some(task)
    }

    /// The client has its end, so it may go where there is no room.
    pub(crate) fn fetched(&self, task: &Arc<Task>) {
        let mut kept = self.kept();
        let known = kept.all.contains_key(&task.id);
        if known && !kept.fetched.iter().any(|other| Arc::ptr_eq(other, task)) {
            kept.fetched.push_back(Arc::clone(task));
        }
    }

    /// When it is forgotten.
    pub(crate) fn expiry(&self, task: &Task) -> crate::clock::Sleep {
        self.clock.sleep_until(task.expires)
    }

    pub(crate) fn forget_expired(&self) {
        let now = self.clock.now();
        loop {
            let mut kept = self.kept();
            let Some(id) = kept.due.first().filter(|(at, _)| *at <= now).map(|(_, id)| id.clone())
            else {
                return;
            };
            let task = kept.remove(&id);
            drop(kept);
            // Without the lock: a call ends with it.
            if let Some(task) = task {
                task.end(End::Cancelled, None);
            }
        }
    }

    /// All that are kept, whatever has become of them.
    pub(crate) fn kept_now(&self) -> usize {
        self.forget_expired();
        self.kept().all.len()
    }

    pub(super) fn all(&self) -> Vec<Arc<Task>> {
        self.kept().all.values().cloned().collect()
    }

    pub(super) fn kept(&self) -> MutexGuard<'_, Kept> {
        // Valid after every statement that can fail.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    pub(super) fn remove(&mut self, id: &Arc<str>) -> Option<Arc<Task>> {
        let task = self.all.remove(id)?;
        self.due.remove(&(task.expires, Arc::clone(id)));
        self.fetched.retain(|other| !Arc::ptr_eq(other, &task));
        Some(task)
    }
}
