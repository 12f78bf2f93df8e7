use std::sync::Arc;
use std::time::{Instant, SystemTime};

use crate::handler::Context;
use crate::usage::{Amount, Recorder, Usage};

/// Writes the one usage record of a call.
pub(super) struct Observer {
    recorder: Arc<Recorder>,
    started: SystemTime,
    since: Instant,
    /// When the handler began; `None` where it never did.
    began: Option<Instant>,
    price: Option<Amount>,
}

impl Observer {
    /// `None` where nobody wants to know.
    pub(super) fn new(recorder: &Arc<Recorder>, ctx: &Context) -> Option<Self> {
        if recorder.is_idle() {
            return None;
        }
        let clock = &ctx.environment().clock;
        Some(Self {
            recorder: Arc::clone(recorder),
            started: clock.wall(),
            since: clock.now(),
            began: None,
            price: None,
        })
    }

    /// The handler is about to run, at this price.
    pub(super) fn begin(&mut self, ctx: &Context, price: Option<Amount>) {
        self.began = Some(ctx.environment().clock.now());
        self.price = price;
        if price.is_some_and(|price| price.nanos() > 0) {
            self.usage(ctx, "", false, |usage| self.recorder.begin(usage));
        }
    }

    /// It costs nothing after all.
    pub(super) fn free(&mut self) {
        self.price = self.price.map(|price| Amount::new(0, price.unit()));
    }

    /// The call is over.
    pub(super) fn end(self, ctx: &Context, outcome: &str, cached: bool) {
        self.usage(ctx, outcome, cached, |usage| self.recorder.record(usage));
    }

    fn usage(&self, ctx: &Context, outcome: &str, cached: bool, show: impl FnOnce(&Usage<'_>)) {
        let now = ctx.environment().clock.now();
        let began = self.began.unwrap_or(now);
        show(&Usage {
            request_id: &ctx.request_id().to_string(),
            tool: ctx.tool(),
            caller: &ctx.caller().to_string(),
            started: self.started,
            waited: began.saturating_duration_since(self.since),
            duration: now.saturating_duration_since(began),
            cost: self.cost(ctx.charged()),
            outcome,
            cached,
        });
    }

    /// Only what ran has cost anything.
    fn cost(&self, charged: u64) -> Option<Amount> {
        self.began?;
        let price = self.price.or((charged > 0).then(|| Amount::new(0, None)))?;
        Some(Amount::new(price.nanos().saturating_add(charged), price.unit()))
    }
}
