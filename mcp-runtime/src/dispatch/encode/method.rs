use super::finish;
use crate::dispatch::App;
use crate::handler::MethodOutput;
use crate::protocol::{Id, ProtocolVersion, write};

/// The members of the result are those of the output.
pub(super) fn output(
    app: &App,
    id: Id<'_>,
    output: &MethodOutput,
    version: ProtocolVersion,
) -> Vec<u8> {
    let mut out = write::open_result(id, output.size() + app.identity.meta_member.len());
    let members = output.members.strip_suffix('}').unwrap_or_default();
    out.extend_from_slice(members.as_bytes());
    finish(&mut out, app, output.meta.as_ref(), version);
    out
}
