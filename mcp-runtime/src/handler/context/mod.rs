mod call_id;
mod charges;
mod repetition;
mod request;

pub use call_id::CallId;
pub(crate) use charges::{Charges, Lease};

use std::fmt;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::task::AtomicWaker;
use tokio::sync::Semaphore;

use super::cancellation::Cancellation;
use super::input::{Questions, Round};
use super::{CallFacts, Environment, Handler, Outbox, TransportFacts};
use crate::clock::later;
use crate::notify::Notifier;
#[cfg(feature = "otlp")]
use crate::trace::otlp::RequestSpan;
use crate::usage::Kind;
use charges::Charged;

/// The call that a handler is running for.
///
/// Take it as a parameter; it never appears in the input schema. Cheap to
/// clone and free to pass to spawned tasks.
#[derive(Clone)]
pub struct Context(Arc<Inner>);

struct Inner {
    environment: Arc<Environment>,
    kind: Kind,
    name: &'static str,
    call: u64,
    started: Instant,
    /// The deadline as seen from the beginning of the call.
    expected: Instant,
    /// The deadline of a handler that had to wait for its turn.
    postponed: OnceLock<Instant>,
    /// What the handler said it cost, in billionths of its unit.
    charged: Charged,
    /// The right to run, for threads that cannot be stopped.
    lease: Mutex<Option<Lease>>,
    cancellation: Cancellation,
    /// Made by the first question.
    round: OnceLock<Box<Round>>,
    /// Whoever runs the handler, where it waits: a question ends the round,
    /// whichever task it comes from.
    runner: AtomicWaker,
    facts: CallFacts,
    transport: TransportFacts,
    outbox: Outbox,
    /// With the total that was said last.
    last_progress: Mutex<LastProgress>,
    /// The text of `_meta`, once it was asked for.
    meta: OnceLock<Option<Bytes>>,
    /// Its part of a trace, where there is a collector.
    #[cfg(feature = "otlp")]
    span: OnceLock<Box<RequestSpan>>,
}

/// The progress reported last, and its total.
pub(super) type LastProgress = Option<(f64, Option<f64>)>;

impl Context {
    pub(crate) fn new(
        environment: Arc<Environment>,
        handler: &Handler,
        timeout: Duration,
        mut facts: CallFacts,
        transport: TransportFacts,
        outbox: Outbox,
    ) -> Self {
        let round = OnceLock::new();
        if let Some(memory) = facts.memory.take() {
            let _ = round.set(Box::new(Round::new(*memory)));
        }
        let call = environment.next_call();
        let started = environment.clock.now();
        let expected = later(started, timeout);
        Self(Arc::new(Inner {
            environment,
            kind: handler.kind,
            name: handler.name,
            call,
            started,
            expected,
            postponed: OnceLock::new(),
            charged: Charged::default(),
            lease: Mutex::new(None),
            cancellation: Cancellation::default(),
            round,
            runner: AtomicWaker::new(),
            facts,
            transport,
            outbox,
            last_progress: Mutex::new(None),
            meta: OnceLock::new(),
            #[cfg(feature = "otlp")]
            span: OnceLock::new(),
        }))
    }

    /// The id of this call in logs and in every error the agent sees.
    pub fn request_id(&self) -> CallId {
        CallId::new(self.0.call)
    }

    /// The name of what was called: of a tool, a prompt or a resource.
    pub fn name(&self) -> &str {
        self.0.name
    }

    /// Which of them it is.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// Both, as an error's object names them.
    pub(crate) fn of(&self) -> (&'static str, &'static str) {
        (self.0.kind.as_str(), self.0.name)
    }

    /// When the call will be given up. Pass it on to the services you call.
    /// The time that its client takes to answer a question is added to it.
    pub fn deadline(&self) -> Instant {
        let deadline = self.0.postponed.get().copied().unwrap_or(self.0.expected);
        let paused = self.paused();
        if paused.is_zero() { deadline } else { later(deadline, paused) }
    }

    /// The time left until the deadline; zero once it has passed.
    pub fn remaining(&self) -> Duration {
        self.deadline().saturating_duration_since(self.0.environment.clock.now())
    }

    /// Completes when nobody waits for the result any more: the client
    /// cancelled or disconnected, the deadline passed, or the call ended.
    ///
    /// A handler itself is dropped at that moment; this is for tasks and
    /// threads that it started.
    pub async fn cancelled(&self) {
        self.0.cancellation.fired().await;
    }

    /// Whether [`cancelled`](Self::cancelled) has completed. Blocking
    /// functions ask this between steps.
    pub fn is_cancelled(&self) -> bool {
        self.0.cancellation.is_fired()
    }

    /// A value given to `ServerBuilder::state`.
    pub fn state<T: Send + Sync + 'static>(&self) -> Option<&T> {
        self.0.environment.states.get::<T>().map(AsRef::as_ref)
    }

    pub(super) fn state_arc<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.0.environment.states.get::<T>().cloned()
    }

    /// Tells clients that something has changed.
    pub fn notifier(&self) -> Notifier {
        self.0.environment.notifier.clone()
    }

    pub(super) fn blocking_permits(&self) -> &Arc<Semaphore> {
        &self.0.environment.blocking
    }

    pub(super) fn facts(&self) -> &CallFacts {
        &self.0.facts
    }

    pub(super) fn last_progress(&self) -> &Mutex<LastProgress> {
        &self.0.last_progress
    }

    pub(crate) fn environment(&self) -> &Arc<Environment> {
        &self.0.environment
    }

    /// Gives a handler that had to wait its whole time.
    pub(crate) fn postpone(&self, timeout: Duration) {
        let _ = self.0.postponed.set(self.0.environment.clock.after(timeout));
    }

    /// What it knows, and asks.
    pub(super) fn round(&self) -> &Round {
        self.0.round.get_or_init(Box::default)
    }

    /// The same, where there is anything.
    pub(super) fn asked_round(&self) -> Option<&Round> {
        self.0.round.get().map(AsRef::as_ref)
    }

    /// There is a question, or something to say: whoever runs the handler has
    /// to know.
    pub(super) fn asked(&self) {
        self.0.runner.wake();
    }

    /// What a handler that waits asks, where it asks anything. The task is
    /// woken when it does so later.
    pub(crate) fn questions(&self, task: &std::task::Context<'_>) -> Option<Questions> {
        self.0.runner.register(task.waker());
        self.0.round.get()?.questions()
    }

    /// Whether it waits for its client, which it was told to ask.
    pub(crate) fn is_paused(&self) -> bool {
        self.0.round.get().is_some_and(|round| round.is_paused())
    }

    /// How long it has waited for its client.
    pub(crate) fn paused(&self) -> Duration {
        let round = self.0.round.get();
        round.map_or(Duration::ZERO, |round| round.paused(self.0.environment.clock.now()))
    }

    /// Whether its client was asked on its stream.
    pub(crate) fn has_asked(&self) -> bool {
        self.0.round.get().is_some_and(|round| round.has_asked())
    }

    pub(super) fn askable(&self) -> Option<&super::Askable> {
        self.0.transport.askable.as_ref()
    }

    /// Whether its client has told what it was asked before.
    pub(crate) fn is_repeated(&self) -> bool {
        self.0.facts.is_repeated
    }

    pub(crate) fn cancellation(&self) -> &Cancellation {
        &self.0.cancellation
    }

    pub(crate) fn outbox(&self) -> &Outbox {
        &self.0.outbox
    }

    /// When the call came in.
    pub(crate) fn started(&self) -> Instant {
        self.0.started
    }

    /// The message that it came by.
    pub(crate) fn message(&self) -> &[u8] {
        &self.0.facts.message
    }

    pub(crate) fn visitor(&self) -> &super::Visitor {
        &self.0.transport.visitor
    }

    /// The size of the message that it came by.
    pub(crate) fn message_bytes(&self) -> usize {
        self.0.facts.message.len()
    }

    /// The trace that the log and a tracing system know the call by.
    #[cfg_attr(not(feature = "otlp"), allow(clippy::unused_self))]
    pub(crate) fn trace_id(&self) -> Option<String> {
        #[cfg(feature = "otlp")]
        return self.span()?.trace_id();
        #[cfg(not(feature = "otlp"))]
        None
    }

    #[cfg(feature = "otlp")]
    pub(crate) fn static_name(&self) -> &'static str {
        self.0.name
    }

    #[cfg(feature = "otlp")]
    pub(crate) fn span(&self) -> Option<&RequestSpan> {
        self.0.span.get().map(AsRef::as_ref)
    }

    #[cfg(feature = "otlp")]
    pub(crate) fn trace(&self, span: RequestSpan) {
        let _ = self.0.span.set(Box::new(span));
    }

    pub(crate) fn call(&self) -> u64 {
        self.0.call
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("request_id", &format_args!("{}", self.request_id()))
            .field(self.0.kind.as_str(), &self.0.name)
            .finish_non_exhaustive()
    }
}
