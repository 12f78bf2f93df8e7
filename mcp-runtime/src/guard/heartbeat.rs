use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context as Task, Poll};
use std::time::Duration;

use crate::clock::Sleep;
use crate::handler::Context;

/// Signs of life of a call that takes long, for clients that asked for
/// progress: many of them wait longer as long as some comes.
#[derive(Default)]
pub(super) struct Heartbeat {
    timer: Option<Sleep>,
}

/// How long a call may be silent.
const EVERY: Duration = Duration::from_secs(10);

impl Heartbeat {
    /// Beats where it is time to. Never ready: a call does not end by it.
    pub(super) fn poll(&mut self, ctx: &Context, task: &mut Task<'_>) {
        if !ctx.wants_progress() {
            return;
        }
        let clock = &ctx.environment().clock;
        let mut timer = self.timer.take().unwrap_or_else(|| clock.sleep(EVERY));
        while let Poll::Ready(()) = Pin::new(&mut timer).poll(task) {
            ctx.beat();
            timer = clock.sleep(EVERY);
        }
        self.timer = Some(timer);
    }
}
