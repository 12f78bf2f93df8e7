use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tokio::sync::Notify;

use super::{End, Room, Settings, Task};
use crate::clock::{Clock, later};
use crate::handler::{Caller, Context, HandlerId};
use crate::notify::{Full, Places};

/// The tasks of one server.
pub(crate) struct Tasks {
    pub(crate) settings: Settings,
    clock: Clock,
    kept: Mutex<Kept>,
    places: Arc<Places<Caller>>,
    /// What all of them hold.
    bytes: Arc<AtomicUsize>,
    working: AtomicUsize,
    /// Told when one is not worked on any more.
    done: Notify,
    /// No answer to what they ask can come in any more.
    unheard: AtomicBool,
    /// The server waits for none of them any more.
    closed: AtomicBool,
}

#[derive(Default)]
struct Kept {
    all: HashMap<Arc<str>, Arc<Task>>,
    /// By the instants at which they expire.
    due: BTreeSet<(Instant, Arc<str>)>,
    /// Those whose end was fetched, in that order: they go first where there
    /// is no room.
    fetched: VecDeque<Arc<Task>>,
}

/// Counts a task as worked on.
pub(crate) struct Working(Arc<Tasks>);

impl Tasks {
    pub(crate) fn new(settings: Settings, clock: Clock) -> Self {
        Self {
            settings,
            clock,
            kept: Mutex::default(),
            places: Places::new(settings.most, settings.most_each),
            bytes: Arc::default(),
            working: AtomicUsize::new(0),
            done: Notify::new(),
            unheard: AtomicBool::new(false),
            closed: AtomicBool::new(false),
        }
    }

    /// Room for one more task of a caller, which came by so many bytes.
    pub(crate) fn reserve(&self, caller: &Caller, bytes: usize) -> Result<Room, Full> {
        self.forget_expired();
        let most = self.settings.most;
        if bytes > self.settings.most_bytes {
            return Err(Full::All(most));
        }
        while self.bytes.load(Ordering::Relaxed).saturating_add(bytes) > self.settings.most_bytes {
            if !self.forget_fetched(None) {
                return Err(Full::All(most));
            }
        }
        let place = loop {
            match self.places.take(caller.clone()) {
                Ok(place) => break place,
                Err(full) => {
                    let whose = matches!(full, Full::Each(_)).then_some(caller);
                    if !self.forget_fetched(whose) {
                        return Err(full);
                    }
                }
            }
        };
        let mut room = Room { place, all: Arc::clone(&self.bytes), bytes: 0 };
        room.resize(bytes);
        Ok(room)
    }

    /// Keeps a call as a task, which may run for so long. `None` where the
    /// system has no randomness for its id.
    pub(crate) fn add(
        self: &Arc<Self>,
        room: Box<Room>,
        tool: HandlerId,
        ctx: Context,
        timeout: Duration,
    ) -> Option<(Arc<Task>, Working)> {
        let mut random = [0; 18];
        getrandom::fill(&mut random).ok()?;
        let id: Arc<str> = URL_SAFE_NO_PAD.encode(random).into();
        let ttl = timeout.saturating_add(self.settings.ttl);
        let expires = later(self.clock.now(), ttl);
        let task = Arc::new(Task::new(id, (tool, ctx), (ttl, expires), room));
        let mut kept = self.kept();
        kept.due.insert((expires, Arc::clone(&task.id)));
        kept.all.insert(Arc::clone(&task.id), Arc::clone(&task));
        drop(kept);
        self.working.fetch_add(1, Ordering::AcqRel);
        Some((task, Working(Arc::clone(self))))
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

    /// Makes room of what a client has already, of one caller's or of all.
    fn forget_fetched(&self, whose: Option<&Caller>) -> bool {
        let mut kept = self.kept();
        let of = |task: &Arc<Task>| whose.is_none_or(|caller| task.caller == *caller);
        let oldest = kept.fetched.iter().find(|task| of(task)).cloned();
        let gone = oldest.and_then(|task| kept.remove(&task.id));
        drop(kept);
        gone.is_some()
    }

    /// Tasks that are worked on, those that wait for input included.
    pub(crate) fn working(&self) -> usize {
        self.working.load(Ordering::Acquire)
    }

    /// All that are kept, whatever has become of them.
    pub(crate) fn kept_now(&self) -> usize {
        self.forget_expired();
        self.kept().all.len()
    }

    /// Completes once none is worked on.
    pub(crate) async fn idle(&self) {
        loop {
            let done = self.done.notified();
            if self.working() == 0 {
                return;
            }
            done.await;
        }
    }

    /// The server takes in no request any more: what they ask is given up.
    pub(crate) fn take_no_answers(&self) {
        self.unheard.store(true, Ordering::Release);
        self.wake();
    }

    pub(crate) fn takes_answers(&self) -> bool {
        !self.unheard.load(Ordering::Acquire)
    }

    /// The server ends, and waits for none of them any more.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.wake();
    }

    fn wake(&self) {
        let all: Vec<_> = self.kept().all.values().cloned().collect();
        for task in all {
            task.wake();
        }
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// Nobody is there any more who could ask for them.
    pub(crate) fn abandon(&self) {
        let all: Vec<_> = self.kept().all.values().cloned().collect();
        for task in all {
            task.end(End::Cancelled, None);
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Valid after every statement that can fail.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn remove(&mut self, id: &Arc<str>) -> Option<Arc<Task>> {
        let task = self.all.remove(id)?;
        self.due.remove(&(task.expires, Arc::clone(id)));
        self.fetched.retain(|other| !Arc::ptr_eq(other, &task));
        Some(task)
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        self.0.working.fetch_sub(1, Ordering::AcqRel);
        self.0.done.notify_waiters();
    }
}
