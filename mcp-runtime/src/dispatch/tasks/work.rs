use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Waiting, Poll};

use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::patience::Patience;
use crate::clock::Sleep;
use crate::dispatch::Running;
use crate::error::{CallError, code};
use crate::handler::Unanswered;
use crate::task::{End, Task, Working};

/// Runs a task to its end: its own, its client's, that of its time, or the
/// server's.
pub(super) struct Work {
    /// `None` once it is over.
    running: Option<Running>,
    task: Arc<Task>,
    expiry: Sleep,
    patience: Patience,
    /// The questions that were told.
    asked: u64,
    _working: Working,
}

impl Work {
    pub(super) fn new(running: Running, task: Arc<Task>, working: Working) -> Self {
        let expiry = running.app().tasks.expiry(&task);
        let (patience, asked) = (Patience::default(), 0);
        Self { running: Some(running), task, expiry, patience, asked, _working: working }
    }

    /// What it came to, if it has ended.
    fn advance(&mut self, waiting: &mut Waiting<'_>) -> Poll<Option<End>> {
        let Some(running) = &mut self.running else { return Poll::Ready(None) };
        if self.task.poll_over(waiting) {
            return Poll::Ready(None);
        }
        let app = Arc::clone(running.app());
        if app.tasks.is_closed() {
            return Poll::Ready(Some(end(running.shut_down_task().body)));
        }
        if Pin::new(&mut self.expiry).poll(waiting).is_ready() {
            app.tasks.forget_expired();
            return Poll::Ready(None);
        }
        if let Poll::Ready(answer) = Pin::new(&mut *running).poll(waiting) {
            let end = end(answer.body);
            return Poll::Ready(Some(kept(end, running, &self.task)));
        }
        let ctx = running.context();
        let said = ctx.take_saying();
        let asks = ctx.has_asked_since(&mut self.asked);
        if said.is_some() || asks {
            match said {
                Some(said) => self.task.say(said),
                None => self.task.touch(),
            }
            app.tell(&self.task);
        }
        let clock = &app.environment.clock;
        if asks {
            self.patience.asks(ctx.open_keys(), clock.after(app.limits.input));
        }
        // Which wakes it.
        ctx.give_up(self.patience.poll(clock, waiting), Unanswered::Late);
        if !app.tasks.takes_answers() {
            ctx.give_up(ctx.open_keys(), Unanswered::Stopping);
        }
        Poll::Pending
    }
}

impl Future for Work {
    type Output = ();

    fn poll(self: Pin<&mut Self>, waiting: &mut Waiting<'_>) -> Poll<()> {
        let this = self.get_mut();
        let Poll::Ready(end) = this.advance(waiting) else { return Poll::Pending };
        // First, so that whoever is told finds it counted.
        if let Some(running) = this.running.take() {
            let app = Arc::clone(running.app());
            drop(running);
            if let Some(end) = end
                && this.task.end(end.clone(), failure(&end).as_deref())
            {
                app.tell(&this.task);
            }
        }
        Poll::Ready(())
    }
}

/// Its runtime has ended before it.
impl Drop for Work {
    fn drop(&mut self) {
        self.task.end(End::Cancelled, Some("the server has ended"));
    }
}

/// What a task came to, or that it did not fit in beside what its caller has.
fn kept(came_to: End, running: &Running, task: &Task) -> End {
    let bytes = came_to.bytes();
    let Err(limit) = running.app().tasks.enlarge(task, bytes) else { return came_to };
    let tool = running.context().name();
    tracing::warn!(tool, bytes, limit, "a task's result was dropped: its caller's share is full");
    let message = format!(
        "the result has {bytes} bytes, and what this caller's tasks hold would be more than the \
         limit of {limit}"
    );
    let action = if running.has_key() {
        "The tool has run. Repeat the call with its idempotency key: it does not run a second \
         time, and its result is answered as long as it is kept for the key."
    } else {
        "The tool has run, and its result is lost. Fetch the results of tasks that have ended \
         with tasks/get, or cancel some with tasks/cancel; check the outcome with a read-only \
         tool before calling it again."
    };
    let error = CallError::new(code::OUTPUT_TOO_LARGE, message)
        .action(action)
        .detail("bytes", bytes)
        .detail("limit", limit);
    end(running.lost(&error).body)
}

/// What a failure says to people.
fn failure(end: &End) -> Option<String> {
    #[derive(Deserialize)]
    struct Failure {
        message: String,
    }
    let End::Failed(error) = end else { return None };
    serde_json::from_slice::<Failure>(error).ok().map(|failure| failure.message)
}

/// What a response says, without its envelope.
fn end(response: Vec<u8>) -> End {
    #[derive(Deserialize)]
    struct Response<'a> {
        #[serde(borrow)]
        result: Option<&'a RawValue>,
        #[serde(borrow)]
        error: Option<&'a RawValue>,
    }
    let response = Bytes::from(response);
    let part = |raw: &RawValue| response.slice_ref(raw.get().as_bytes());
    match serde_json::from_slice(&response) {
        Ok(Response { result: Some(result), .. }) => End::Completed(part(result)),
        Ok(Response { error: Some(error), .. }) => End::Failed(part(error)),
        // Its own writer wrote it.
        _ => End::Failed(Bytes::from_static(br#"{"code":-32603,"message":"internal error"}"#)),
    }
}
