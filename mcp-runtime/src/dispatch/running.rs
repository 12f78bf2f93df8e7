use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Task, Poll};

use serde_json::{Map, Value, json};

use super::{Answer, App, rounds};
use crate::error::{CallError, Ending, code, with_causes};
use crate::guard::Guarded;
use crate::handler::{Body, Context, Output, Questions, ToolOutput};
use crate::protocol::content::Content;
use crate::protocol::{Id, IdBuf, ProtocolVersion, meta_key, write};

/// A call in flight. A transport polls it where the request lives, so that a
/// plain call needs neither a task nor a channel; dropping it cancels the call.
pub(crate) struct Running {
    app: Arc<App>,
    guarded: Guarded,
    id: IdBuf,
    version: ProtocolVersion,
}

impl Running {
    pub(super) fn new(
        app: Arc<App>,
        guarded: Guarded,
        id: Id<'_>,
        version: ProtocolVersion,
    ) -> Self {
        Self { app, guarded, id: id.to_buf(), version }
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
        let body = encode_error(&self.app, id, ctx, error, self.version);
        Answer { standing, ..Answer::failed(body, error) }
    }
}

impl Future for Running {
    type Output = Answer;

    fn poll(self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Answer> {
        let this = self.get_mut();
        #[cfg(feature = "otlp")]
        let _entered = this.context().span().map(crate::trace::otlp::RequestSpan::enter);
        Pin::new(&mut this.guarded).poll(task).map(|outcome| {
            let answer = this.counted(match &outcome {
                Ok(output) => {
                    let id = this.id.as_id();
                    let body = match &**output {
                        Output::Tool(output) => {
                            Ok(encode_output(&this.app, id, output, this.version))
                        }
                        Output::Prompt(_) | Output::Resource(_) => {
                            Err(CallError::internal("only tools are called yet"))
                        }
                        Output::Questions(questions) => this.ask(questions),
                    };
                    match body {
                        Ok(body) => {
                            Answer { standing: this.guarded.standing(), ..Answer::result(body) }
                        }
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
    fn end_span(&self, error: Option<&str>, status: Option<i32>) {
        if let Some(span) = self.context().span() {
            span.end(error, status, self.app.environment.clock.now());
        }
    }
}

/// A call that is dropped was given up, which its span says.
#[cfg(feature = "otlp")]
impl Drop for Running {
    fn drop(&mut self) {
        self.end_span(Some(self.guarded.dropped_as()), None);
    }
}

fn encode_output(app: &App, id: Id<'_>, output: &ToolOutput, version: ProtocolVersion) -> Vec<u8> {
    let expected = output.structured.as_ref().map_or(0, |json| json.len() * 2)
        + match &output.body {
            Body::Text(text) => text.len(),
            Body::Blocks(_) | Body::Structured => 0,
        };
    let mut out = write::open_result(id, expected + app.identity.meta_member.len());
    out.extend_from_slice(b"{\"content\":");
    match &output.body {
        Body::Text(text) => text_block(&mut out, text),
        Body::Blocks(blocks) => self::blocks(&mut out, blocks, version),
        Body::Structured => text_block(&mut out, output.structured.as_deref().unwrap_or("null")),
    }
    // Before 2026-07-28 structured content had to be an object; its text
    // form is there in any case.
    let structured =
        output.structured.as_deref().filter(|json| version.is_modern() || json.starts_with('{'));
    if let Some(json) = structured {
        out.extend_from_slice(b",\"structuredContent\":");
        out.extend_from_slice(json.as_bytes());
    }
    finish(&mut out, app, output.meta.as_ref(), version);
    out
}

/// The answer for a failed call, and its line in the log.
fn encode_error(
    app: &App,
    id: Id<'_>,
    ctx: &Context,
    error: &CallError,
    version: ProtocolVersion,
) -> Vec<u8> {
    let request_id = ctx.request_id().to_string();
    // The text of a cause is the user's code, and may panic like any other.
    let cause = std::error::Error::source(error)
        .and_then(|cause| crate::guard::isolate(ctx, || with_causes(cause)).ok());
    if error.code() == code::INTERNAL {
        tracing::error!(request_id, name = ctx.name(), cause, "{error}");
    } else {
        // Without its message, which may repeat arguments.
        tracing::debug!(request_id, name = ctx.name(), code = error.code(), cause, "a call failed");
    }
    let object = error.to_object(&request_id, ctx.of());
    let text = serde_json::to_string(&object).unwrap_or_default();
    let mut out = write::open_result(id, text.len() + 64);
    out.extend_from_slice(b"{\"isError\":true,\"content\":");
    text_block(&mut out, &text);
    finish(&mut out, app, None, version);
    out
}

fn text_block(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(b"[{\"type\":\"text\",\"text\":");
    write::json(out, text);
    out.extend_from_slice(b"}]");
}

fn blocks(out: &mut Vec<u8>, blocks: &[Content], version: ProtocolVersion) {
    if version > ProtocolVersion::V2025_03_26 {
        return write::json(out, blocks);
    }
    // 2025-03-26 has no resource links; a client would refuse the whole result.
    let known: Vec<Content> = blocks
        .iter()
        .map(|block| match block.as_link() {
            Some(link) => Content::text(link.uri.as_str()),
            None => block.clone(),
        })
        .collect();
    write::json(out, &known);
}

/// Closes the result and the response.
fn finish(
    out: &mut Vec<u8>,
    app: &App,
    meta: Option<&Map<String, Value>>,
    version: ProtocolVersion,
) {
    match (meta, version.is_modern()) {
        (None, true) => {
            out.extend_from_slice(b",\"resultType\":\"complete\",");
            out.extend_from_slice(app.identity.meta_member.as_bytes());
        }
        (Some(meta), true) => {
            let mut meta = meta.clone();
            meta.insert(meta_key::SERVER_INFO.to_owned(), app.identity.server_info.clone());
            out.extend_from_slice(b",\"resultType\":\"complete\",\"_meta\":");
            write::json(out, &json!(meta));
        }
        (Some(meta), false) => {
            out.extend_from_slice(b",\"_meta\":");
            write::json(out, meta);
        }
        (None, false) => {}
    }
    out.extend_from_slice(b"}}");
}
