use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use super::{Identity, ListPages};
use crate::auth::{Mode, Principal, Rule};
use crate::guard::{Guards, Record, Table};
use crate::handler::{Caller, Current, Environment, Handler, HandlerId, Live, Registry, Vacancies};
use crate::notify::Places;
use crate::seal::{Once, Seal};
use crate::task::Tasks;
use crate::usage::Recorder;

/// One server, ready to answer. What may change while it does is exchanged as
/// a whole: the handlers there are, their guards, and the lists of them.
pub(crate) struct App {
    pub(crate) environment: Arc<Environment>,
    pub(crate) registry: Live<Registry>,
    /// Held by whoever changes which handlers there are, or their guards.
    pub(crate) changing: Mutex<Vacancies>,
    pub(crate) guards: Arc<Table>,
    /// What became of all calls.
    pub(crate) record: Record,
    /// Who is told of each call.
    pub(crate) usage: Arc<Recorder>,
    pub(crate) identity: Identity,
    pub(crate) lists: ListPages,
    pub(crate) limits: Limits,
    /// Of what clients carry from round to round.
    pub(crate) seal: OnceLock<Seal>,
    /// Where each of them is good for one use.
    pub(crate) used_states: Option<Arc<Once>>,
    /// Calls that go on after their requests were answered.
    pub(crate) tasks: Arc<Tasks>,
    /// Whoever calls waits also for what is a task for all others.
    pub(crate) waits: AtomicBool,
    /// Those who listen, of each caller.
    pub(crate) listeners: Arc<Places<Caller>>,
    /// Calls that had not ended when the server did.
    pub(crate) cut_off: AtomicUsize,
}

impl App {
    /// The handlers there are now.
    pub(crate) fn registry(&self) -> Current<'_, Registry> {
        self.registry.current()
    }

    /// Whether a function is there for this caller: an operator may have switched
    /// it off, and not everybody may use it.
    pub(crate) fn offers(&self, handler: &Handler, principal: Option<&Principal>) -> bool {
        self.offers_id(handler.id, principal)
    }

    /// The same by its id.
    pub(crate) fn offers_id(&self, id: HandlerId, principal: Option<&Principal>) -> bool {
        let authority = &self.environment.authority;
        self.guards.stack(id).is_some_and(|stack| {
            stack.is_on() && authority.allow(&stack.settings.access, principal).is_ok()
        })
    }

    pub(super) fn cut_one_off(&self) {
        self.cut_off.fetch_add(1, Ordering::Relaxed);
    }

    /// How many calls the server's end has cut off.
    pub(crate) fn cut_off(&self) -> usize {
        self.cut_off.load(Ordering::Relaxed)
    }

    /// Whether callers who prove nothing can use anything at all.
    pub(crate) fn is_open(&self) -> bool {
        let public = |guards: &Guards| {
            guards.all().any(|stack| stack.is_on() && stack.settings.access == Rule::Public)
        };
        self.environment.authority.mode() != Mode::Required || self.guards.read(public)
    }
}

/// The bounds that every transport keeps.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// The largest message accepted, in bytes.
    pub(crate) message: usize,
    /// Calls that one stdio connection runs at once.
    pub(crate) in_flight: usize,
    /// How long calls may go on after the server was told to stop.
    pub(crate) drain: Duration,
    /// From "not ready" to that moment's beginning: calls are still taken in.
    pub(crate) shutdown_delay: Duration,
    /// How long a client may take to answer what a call asks.
    pub(crate) input: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            message: 4 << 20,
            in_flight: 256,
            drain: Duration::from_secs(10),
            shutdown_delay: Duration::ZERO,
            input: Duration::from_mins(10),
        }
    }
}
