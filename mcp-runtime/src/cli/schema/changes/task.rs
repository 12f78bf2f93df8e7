use serde_json::Value;

use super::change;
use crate::schema::compare::{Change, Level};

/// Whether calls of a tool become tasks. A client that can follow them takes an answer as well (SEP-2663), and one that
/// cannot has to be served without: only a tool that is a task for all shuts anybody out.
pub(super) fn task(old: &Value, new: &Value) -> Option<Change> {
    let (before, after) = (old["task"].as_str(), new["task"].as_str());
    let at = "/task";
    match (before, after) {
        _ if before == after => None,
        (_, Some("required")) => Some(change(
            Level::Breaking,
            at,
            "it is only for clients with the extension io.modelcontextprotocol/tasks now",
            "write `task` without \"required\", which lets others wait for the answer",
        )),
        (Some("required"), Some(_)) => Some(change(
            Level::Note,
            at,
            "clients without the extension of tasks may wait for it",
            "",
        )),
        (None, _) => {
            let what = "it becomes a task where its client can follow tasks";
            Some(change(Level::Note, at, what, ""))
        }
        (Some(_), _) => Some(change(Level::Note, at, "it is no task any more: clients wait", "")),
    }
}
