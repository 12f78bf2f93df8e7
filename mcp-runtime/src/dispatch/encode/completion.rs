use serde::Serialize;

use super::finish;
use crate::dispatch::App;
use crate::handler::Completed;
use crate::protocol::{Id, ProtocolVersion, write};

pub(in crate::dispatch) fn completed(
    app: &App,
    id: Id<'_>,
    completed: &Completed,
    version: ProtocolVersion,
) -> Vec<u8> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Completion<'a> {
        values: &'a [String],
        #[serde(skip_serializing_if = "Option::is_none")]
        total: Option<usize>,
        has_more: bool,
    }
    let Completed { values, total, has_more } = completed;
    let mut out = write::open_result(id, completed.size() + app.identity.meta_member.len());
    out.extend_from_slice(b"{\"completion\":");
    write::json(&mut out, &Completion { values, total: *total, has_more: *has_more });
    finish(&mut out, app, None, version);
    out
}
