use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Task, Poll};

use serde_json::json;

use super::about::About;
use super::{Answer, App, encode, rounds, tasks};
use crate::error::{CallError, Ending};
use crate::guard::Guarded;
use crate::handler::{Context, HandlerId, Output, Questions};
use crate::protocol::{Fault, Id, IdBuf, ProtocolVersion, write};

/// A call in flight. A transport polls it where the request lives, so that a
/// plain call needs neither a task nor a channel; dropping it cancels the call.
pub(crate) struct Running {
    app: Arc<App>,
    guarded: Guarded,
    about: About,
    id: IdBuf,
    version: ProtocolVersion,
}

impl Running {
    pub(super) fn new(
        app: Arc<App>,
        guarded: Guarded,
        about: About,
        id: Id<'_>,
        version: ProtocolVersion,
    ) -> Self {
        Self { app, guarded, about, id: id.to_buf(), version }
    }

    pub(crate) fn context(&self) -> &Context {
        self.guarded.context()
    }

    pub(crate) fn id(&self) -> &IdBuf {
        &self.id
    }

    /// The answer to give in place of the result when the server stops before
    /// the call has ended.
    pub(crate) fn shut_down(&self) -> Answer {
        self.app.cut_one_off();
        self.turn_away()
    }

    /// The same for a call that was never begun, which cuts nothing off.
    pub(crate) fn turn_away(&self) -> Answer {
        self.counted(self.fail(&self.guarded.shutting_down()))
    }

    /// The same for one that goes on as a task: there it is an error, since
    /// the tool has not come to a result.
    pub(super) fn shut_down_task(&self) -> Answer {
        self.app.cut_one_off();
        let ctx = self.context();
        let error = self.guarded.shutting_down();
        let data = json!(error.to_object(&ctx.request_id().to_string(), ctx.of()));
        self.counted(Answer::thrown(self.id.as_id(), Fault::Internal, &error, &data))
    }

    /// The answer to give in place of a result that is not kept.
    pub(super) fn lost(&self, error: &CallError) -> Answer {
        self.counted(self.fail(error))
    }

    /// Whether its result is kept for its idempotency key, too.
    pub(super) fn has_key(&self) -> bool {
        self.guarded.has_key()
    }

    /// Moves the call to where it is run for nobody who waits.
    pub(super) fn depart(&mut self) -> Self {
        Self {
            app: Arc::clone(&self.app),
            guarded: self.guarded.depart(),
            about: self.about.clone(),
            id: self.id.clone(),
            version: self.version,
        }
    }

    pub(super) fn app(&self) -> &Arc<App> {
        &self.app
    }

    pub(super) fn guarded(&mut self) -> &mut Guarded {
        &mut self.guarded
    }

    pub(super) fn tool(&self) -> HandlerId {
        self.about.handler().id
    }

    fn counted(&self, answer: Answer) -> Answer {
        self.guarded.answered(answer.body.len());
        answer
    }

    /// The round is over, and what it asks is its result.
    fn ask(&self, questions: &Questions) -> Result<Vec<u8>, CallError> {
        let mut out = write::open_result(self.id.as_id(), 1_024);
        let ctx = self.context();
        rounds::encode(&self.app, &mut out, questions, ctx.message(), ctx.visitor())?;
        out.extend_from_slice(b",\"resultType\":\"input_required\",");
        out.extend_from_slice(self.app.identity.meta_member.as_bytes());
        out.extend_from_slice(b"}}");
        Ok(out)
    }

    fn fail(&self, error: &CallError) -> Answer {
        let id = self.id.as_id();
        let ctx = self.context();
        let standing = self.guarded.standing();
        if self.guarded.throws_rate_limit() {
            let request_id = ctx.request_id().to_string();
            let answer = Answer::rate_limited(id, error, &request_id, ctx.of());
            return Answer { standing, ..answer };
        }
        if let Some(denied) = self.guarded.denied()
            && ctx.remote().is_http()
        {
            let request_id = ctx.request_id().to_string();
            let data = json!(error.to_object(&request_id, ctx.of()));
            return Answer::denied(id, error, &data, denied.clone());
        }
        if error.ending() == Ending::Unsupported && self.version.is_modern() {
            let request_id = ctx.request_id().to_string();
            return Answer::unsupported(id, error, &request_id, ctx.of());
        }
        let answer = encode::error(&self.app, id, &self.about, ctx, error, self.version);
        Answer { standing, ..answer }
    }
}

impl Future for Running {
    type Output = Answer;

    fn poll(self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Answer> {
        let this = self.get_mut();
        #[cfg(feature = "otlp")]
        let _entered = this.context().span().map(crate::trace::otlp::RequestSpan::enter);
        let polled = Pin::new(&mut this.guarded).poll(task);
        if polled.is_pending()
            && let Some(answer) = tasks::go_on(this)
        {
            return Poll::Ready(answer);
        }
        polled.map(|outcome| {
            if this.about.is_completion() {
                this.app.record.tally.completed(outcome.is_ok());
            }
            let answer = this.counted(match &outcome {
                Ok(output) => {
                    let id = this.id.as_id();
                    let answer = match &**output {
                        Output::Questions(_) if this.about.is_completion() => {
                            Err(CallError::internal("a function that completes cannot ask"))
                        }
                        Output::Questions(questions) => this.ask(questions).map(Answer::result),
                        output => {
                            encode::output(&this.app, id, &this.about, output, this.context())
                        }
                    };
                    match answer {
                        Ok(answer) => Answer { standing: this.guarded.standing(), ..answer },
                        Err(error) => this.fail(&error),
                    }
                }
                Err(error) => {
                    if let Some(denied) = this.guarded.denied() {
                        this.app.record.tally.auth_failed(denied.into());
                    }
                    this.fail(error)
                }
            });
            #[cfg(feature = "otlp")]
            this.end_span(outcome.as_ref().err().map(CallError::code), answer.status());
            answer
        })
    }
}

#[cfg(feature = "otlp")]
impl Running {
    pub(super) fn end_span(&self, error: Option<&str>, status: Option<i32>) {
        if let Some(span) = self.context().span() {
            span.end(error, status, self.app.environment.clock.now());
        }
    }
}

/// A call that is dropped was given up, which its span says. One that has
/// departed has not ended.
#[cfg(feature = "otlp")]
impl Drop for Running {
    fn drop(&mut self) {
        if self.guarded.is_over() {
            return;
        }
        self.end_span(Some(self.guarded.dropped_as()), None);
    }
}
