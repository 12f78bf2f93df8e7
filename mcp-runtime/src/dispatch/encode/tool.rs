use super::finish;
use super::message::blocks;
use crate::dispatch::App;
use crate::handler::{Body, ToolOutput};
use crate::protocol::{Id, ProtocolVersion, write};

pub(super) fn output(
    app: &App,
    id: Id<'_>,
    output: &ToolOutput,
    version: ProtocolVersion,
) -> Vec<u8> {
    let expected = output.structured.as_ref().map_or(0, |json| json.len() * 2)
        + match &output.body {
            Body::Text(text) => text.len(),
            Body::Blocks(_) | Body::Structured => 0,
        };
    let mut out = write::open_result(id, expected + app.identity.meta_member.len());
    out.extend_from_slice(b"{\"content\":");
    match &output.body {
        Body::Text(text) => text_block(&mut out, text),
        Body::Blocks(all) => blocks(&mut out, all, version),
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

/// The result of a call that failed: an error's object.
pub(super) fn failed(app: &App, id: Id<'_>, object: &str, version: ProtocolVersion) -> Vec<u8> {
    let mut out = write::open_result(id, object.len() + 64);
    out.extend_from_slice(b"{\"isError\":true,\"content\":");
    text_block(&mut out, object);
    finish(&mut out, app, None, version);
    out
}

fn text_block(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(b"[{\"type\":\"text\",\"text\":");
    write::json(out, text);
    out.extend_from_slice(b"}]");
}
