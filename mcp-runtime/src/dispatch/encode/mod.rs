//! What calls came to, as messages of the revision that they were made in.

mod completion;
mod message;
mod method;
mod prompt;
mod resource;
mod tool;

pub(super) use completion::completed;
use serde_json::{Map, Value, json};

use super::about::About;
use super::resources::{missing, shown};
use super::{Answer, App};
use crate::error::{CallError, code, with_causes};
use crate::handler::{Context, Output};
use crate::protocol::{Fault, Id, ProtocolVersion, meta_key, write};

/// The answer for a call that went well.
pub(super) fn output(
    app: &App,
    id: Id<'_>,
    about: &About,
    output: &Output,
    ctx: &Context,
) -> Result<Answer, CallError> {
    let version = ctx.protocol_version();
    let body = match (output, about) {
        (Output::Tool(output), About::Tool(_)) => tool::output(app, id, output, version),
        (Output::Prompt(output), About::Prompt(prompt)) => {
            prompt::output(app, id, prompt, output, version)
        }
        (Output::Resource(output), About::Resource(resource, uri)) => {
            resource::output(app, id, (resource, uri), output, ctx)
        }
        (Output::Method(output), About::Method(_)) => method::output(app, id, output, version),
        (Output::Completed(output), About::Completion(_)) => completed(app, id, output, version),
        // Only code that no macro wrote gets here.
        _ => return Err(CallError::internal("the output is not of what was called")),
    };
    Ok(Answer::result(body))
}

/// The answer for a failed call, and its line in the log.
pub(super) fn error(
    app: &App,
    id: Id<'_>,
    about: &About,
    ctx: &Context,
    error: &CallError,
    version: ProtocolVersion,
) -> Answer {
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
    if let About::Tool(_) = about {
        let text = serde_json::to_string(&object).unwrap_or_default();
        return Answer::failed(tool::failed(app, id, &text, version), error);
    }
    let mut data = json!(object);
    if let (About::Resource(_, uri), code::NOT_FOUND) = (about, error.code()) {
        data["uri"] = shown(uri).into();
    }
    Answer::thrown(id, fault(about, error, version), error, &data)
}

/// Only tools have results that say that a call failed.
fn fault(about: &About, error: &CallError, version: ProtocolVersion) -> Fault {
    match error.code() {
        code::INVALID_INPUT => Fault::InvalidParams,
        code::UNAUTHENTICATED => Fault::Unauthenticated,
        code::FORBIDDEN => Fault::Forbidden,
        code::RATE_LIMITED => Fault::RateLimited,
        code::NOT_FOUND if matches!(about, About::Resource(..)) => missing(version),
        _ => Fault::Internal,
    }
}

/// Closes the result and the response.
fn finish(
    out: &mut Vec<u8>,
    app: &App,
    meta: Option<&Map<String, Value>>,
    version: ProtocolVersion,
) {
    if (version.is_modern() || meta.is_some()) && !out.ends_with(b"{") {
        out.push(b',');
    }
    match (meta, version.is_modern()) {
        (None, true) => {
            out.extend_from_slice(b"\"resultType\":\"complete\",");
            out.extend_from_slice(app.identity.meta_member.as_bytes());
        }
        (Some(meta), true) => {
            let mut meta = meta.clone();
            meta.insert(meta_key::SERVER_INFO.to_owned(), app.identity.server_info.clone());
            out.extend_from_slice(b"\"resultType\":\"complete\",\"_meta\":");
            write::json(out, &json!(meta));
        }
        (Some(meta), false) => {
            out.extend_from_slice(b"\"_meta\":");
            write::json(out, meta);
        }
        (None, false) => {}
    }
    out.extend_from_slice(b"}}");
}
