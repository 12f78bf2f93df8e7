use super::finish;
use super::message::messages;
use crate::dispatch::App;
use crate::handler::{Prompt, PromptOutput};
use crate::protocol::{Id, ProtocolVersion, write};

pub(super) fn output(
    app: &App,
    id: Id<'_>,
    prompt: &Prompt,
    output: &PromptOutput,
    version: ProtocolVersion,
) -> Vec<u8> {
    let mut out = write::open_result(id, output.size() + app.identity.meta_member.len());
    out.push(b'{');
    let own = prompt.said.description.as_deref();
    if let Some(description) = output.description.as_deref().or(own) {
        out.extend_from_slice(b"\"description\":");
        write::json(&mut out, description);
        out.push(b',');
    }
    out.extend_from_slice(b"\"messages\":");
    messages(&mut out, &output.messages, version);
    finish(&mut out, app, output.meta.as_ref(), version);
    out
}
