use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::Stack;
use crate::handler::{CallId, Caller, Context};
use crate::usage::tally::{Ended, Outcome, Recent, Refuser, ToolTally};
use crate::usage::{Amount, CallLog, Kind, Recorder, Tally, Usage};

/// Where it is noted what becomes of calls; a reload of the guards keeps it.
#[derive(Clone)]
pub(crate) struct Record {
    pub(crate) tally: Arc<Tally>,
    pub(crate) recent: Arc<Recent<RecentCall>>,
}

/// One of the last calls, in a form that costs little to keep.
#[derive(Debug, Clone)]
pub(crate) struct RecentCall {
    pub(crate) id: CallId,
    pub(crate) kind: Kind,
    pub(crate) name: &'static str,
    /// Which knows the outcome's name.
    pub(crate) tally: Arc<ToolTally>,
    pub(crate) caller: Caller,
    pub(crate) started: Instant,
    pub(crate) waited: Duration,
    pub(crate) duration: Duration,
    pub(crate) outcome: Outcome,
    pub(crate) cached: bool,
}

/// As what a call goes down: it is counted, and the one record of it written.
pub(super) struct Account {
    /// Whoever wants a record of every call, and when it came in.
    recorder: Option<(Arc<Recorder>, SystemTime)>,
    /// Somebody reads how long it waited, however short that was.
    exact: bool,
    /// When the handler began; `None` where it never did.
    began: Option<Instant>,
    price: Option<Amount>,
    refused: Option<Refuser>,
}

impl Record {
    pub(crate) fn new() -> Self {
        Self { tally: Arc::default(), recent: Arc::default() }
    }

    /// A call that its headers were enough to refuse is one of its tool all
    /// the same.
    pub(crate) fn denied(
        &self,
        id: CallId,
        stack: &Stack,
        caller: Caller,
        started: Instant,
        code: &str,
    ) {
        let outcome = stack.tally.refused(code, Some(Refuser::Auth));
        if self.recent.is_watched() {
            let (waited, duration) = (Duration::ZERO, Duration::ZERO);
            let cached = false;
            self.recent.add(RecentCall {
                id,
                kind: stack.kind,
                name: stack.name,
                tally: Arc::clone(&stack.tally),
                caller,
                started,
                waited,
                duration,
                outcome,
                cached,
            });
        }
    }
}

impl Account {
    pub(super) fn new(recorder: &Arc<Recorder>, stack: &Stack, ctx: &Context) -> Self {
        stack.tally.began(ctx.message_bytes());
        let recorder =
            (!recorder.is_idle()).then(|| (Arc::clone(recorder), ctx.environment().clock.wall()));
        let exact = recorder.is_some() || CallLog::is_on();
        Self { recorder, exact, began: None, price: None, refused: None }
    }

    /// A guard refused it.
    pub(super) fn refused(&mut self, by: Refuser) {
        self.refused = Some(by);
    }

    /// The handler is about to run, at this price.
    pub(super) fn begin(&mut self, ctx: &Context, price: Option<Amount>, waited: bool) {
        // Reading the clock costs more than all counters together.
        let read = self.exact || waited;
        self.began = Some(if read { ctx.environment().clock.now() } else { ctx.started() });
        self.price = price;
        if let Some((recorder, started)) = &self.recorder
            && price.is_some_and(|price| price.nanos() > 0)
        {
            let now = ctx.environment().clock.now();
            self.usage(ctx, now, *started, "", false, |usage| recorder.begin(usage));
        }
    }

    /// It costs nothing after all.
    pub(super) fn free(&mut self) {
        self.price = self.price.map(|price| Amount::new(0, price.unit()));
    }

    /// The call is over.
    pub(super) fn end(self, ctx: &Context, stack: &Stack, outcome: &str, cached: bool) {
        let now = ctx.environment().clock.now();
        let (waited, duration) = self.times(ctx, now);
        // Where there was no thread its function never ran, however far it came.
        let ran = self.began.is_some() && self.refused != Some(Refuser::Threads);
        let noted = stack.tally.ended(&Ended {
            outcome,
            took: (ran || cached).then(|| waited + duration),
            refused: self.refused,
            cost: self.cost(ctx),
            cached,
        });
        if stack.recent.is_watched() {
            stack.recent.add(RecentCall {
                id: ctx.request_id(),
                kind: stack.kind,
                name: stack.name,
                tally: Arc::clone(&stack.tally),
                caller: ctx.caller(),
                started: ctx.started(),
                waited,
                duration,
                outcome: noted,
                cached,
            });
        }
        let logged = CallLog::shows(outcome);
        if logged || self.recorder.is_some() {
            let started = self.recorder.as_ref().map_or(UNIX_EPOCH, |(_, started)| *started);
            self.usage(ctx, now, started, outcome, cached, |usage| {
                // First, since a hook may take its time or abort the process.
                if logged {
                    CallLog::write(usage);
                }
                if let Some((recorder, _)) = &self.recorder {
                    recorder.record(usage);
                }
            });
        }
    }

    fn usage(
        &self,
        ctx: &Context,
        now: Instant,
        started: SystemTime,
        outcome: &str,
        cached: bool,
        show: impl FnOnce(&Usage<'_>),
    ) {
        let (waited, duration) = self.times(ctx, now);
        show(&Usage {
            request_id: &ctx.request_id().to_string(),
            trace_id: ctx.trace_id().as_deref(),
            kind: ctx.kind(),
            name: ctx.name(),
            caller: &ctx.caller().to_string(),
            started,
            waited,
            duration,
            cost: self.cost(ctx),
            outcome,
            cached,
        });
    }

    /// How long it waited, and how long its handler ran since.
    fn times(&self, ctx: &Context, now: Instant) -> (Duration, Duration) {
        let began = self.began.unwrap_or(now);
        (began.saturating_duration_since(ctx.started()), now.saturating_duration_since(began))
    }

    /// Only what ran has cost anything.
    fn cost(&self, ctx: &Context) -> Option<Amount> {
        self.began?;
        let charged = ctx.charged();
        let price = self.price.or((charged > 0).then(|| Amount::new(0, None)))?;
        Some(Amount::new(price.nanos().saturating_add(charged), price.unit()))
    }
}
