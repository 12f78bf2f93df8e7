//! Questions in the older revisions: requests on the stream of a call.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::requests::{Gone, Ticket};
use crate::error::{CallError, code};
use crate::handler::{Context, Kept, Outgoing, Queue};
use crate::protocol::write;

/// Questions of one call that may wait for answers at the same time.
const MOST_AT_ONCE: usize = 16;

/// The longest question.
const LONGEST: usize = 1 << 20;

impl Context {
    /// Sends a request to the client and waits for the text of its result.
    /// The time that takes is not the call's.
    pub(super) async fn ask_on_stream(
        &self,
        method: &str,
        params: &Value,
    ) -> Result<Box<RawValue>, CallError> {
        let (Some(askable), Some(queue)) = (self.askable(), self.outbox().queue()) else {
            return Err(no_stream());
        };
        let opened = askable.requests.open(askable.session).map_err(CallError::internal)?;
        let ticket = opened.map_err(ended)?;
        let question = write::request(&ticket.id, method, params);
        if question.len() > LONGEST {
            let size = question.len();
            return Err(CallError::internal(format!(
                "a question of {size} bytes was to be asked, and {LONGEST} are the most"
            )));
        }
        let mut asked = Asked::begin(self, ticket, queue)?;
        let kept = Kept::WhileOpen(Arc::downgrade(&asked.open));
        let question = Outgoing { message: question.into(), kept };
        queue.ask(self.call(), asked.ticket.id.clone(), question);
        tokio::select! {
            biased;
            reply = &mut asked.ticket.reply => {
                asked.answered = reply.is_ok();
                match reply {
                    Ok(Ok(result)) => Ok(result),
                    Ok(Err(error)) => Err(refused(method, &error)),
                    Err(_) => Err(ended(askable.requests.gone())),
                }
            }
            () = queue.closed() => Err(ended(Gone::Left)),
            () = self.cancelled() => Err(CallError::new(code::CANCELLED, "the call is over")),
            () = self.environment().clock.sleep(askable.patience) => {
                let patience = askable.patience;
                Err(CallError::new(
                    code::TIMEOUT,
                    format!("the client did not answer `{method}` within {patience:?}"),
                )
                .action("Ask the user whether to try again; what came before may have taken effect."))
            }
        }
    }
}

/// A question that was sent. Dropped without an answer, it takes itself back.
struct Asked<'a> {
    ctx: &'a Context,
    queue: &'a Queue,
    ticket: Ticket,
    answered: bool,
    /// Lives as long as the answer is waited for.
    open: Arc<()>,
}

impl<'a> Asked<'a> {
    fn begin(ctx: &'a Context, ticket: Ticket, queue: &'a Queue) -> Result<Self, CallError> {
        let now = ctx.environment().clock.now();
        if !ctx.round().pause(now, MOST_AT_ONCE) {
            return Err(CallError::internal(format!(
                "a call asks at most {MOST_AT_ONCE} questions at once"
            )));
        }
        ctx.asked();
        Ok(Self { ctx, queue, ticket, answered: false, open: Arc::default() })
    }
}

impl Drop for Asked<'_> {
    fn drop(&mut self) {
        self.ctx.round().resume(self.ctx.environment().clock.now());
        // The deadline runs again, also where another task has asked.
        self.ctx.asked();
        if !self.answered && !self.queue.withdraw(&self.ticket.id) {
            let params = json!({ "requestId": self.ticket.id, "reason": "nobody waits any more" });
            let message = write::notification("notifications/cancelled", &params);
            let message = Outgoing { message: message.into(), kept: Kept::Always };
            self.queue.ask(self.ctx.call(), "".into(), message);
        }
    }
}

/// There is nothing that a question could be sent on.
fn no_stream() -> CallError {
    CallError::new(
        code::MISSING_CAPABILITY,
        "the tool has to ask the client, which takes no event stream for this call",
    )
    .action(
        "Send the call alone, with `Accept: application/json, text/event-stream`, or go on \
         without it.",
    )
}

pub(super) fn ended(gone: Gone) -> CallError {
    match gone {
        Gone::Left => CallError::new(code::CANCELLED, "the client left before it answered"),
        Gone::Stopping => CallError::new(
            code::SHUTTING_DOWN,
            "the server is stopping and does not wait for the client's answer",
        )
        .action(
            "The call may have taken effect. Check the outcome with a read-only tool before \
             calling it again; another instance or a restart will take the call.",
        ),
    }
}

/// The client answered with an error, which is its own word.
fn refused(method: &str, error: &RawValue) -> CallError {
    #[derive(Deserialize)]
    struct Error<'a> {
        code: i64,
        #[serde(borrow)]
        message: Cow<'a, str>,
    }
    const SHOWN: usize = 300;
    let error: Option<Error<'_>> = serde_json::from_str(error.get()).ok();
    let message = error.as_ref().map_or("", |error| &error.message);
    let message: String = message.chars().take(SHOWN).collect();
    let code = error.map(|error| error.code);
    CallError::new(
        code::INPUT_REFUSED,
        format!("the client answered `{method}` with an error: {message}"),
    )
    .action("Ask the user before you try again.")
    .detail("method", method)
    .detail("code", code)
}
