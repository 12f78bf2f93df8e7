use serde_json::Value;

use super::{arguments, auth, change, results, texts};
use crate::schema::compare::{Change, Level};

pub(super) fn method(old: &Value, new: &Value) -> Vec<Change> {
    let mut changes = texts(old, new);
    changes.extend(arguments(old, new));
    changes.extend(results(old, new));
    changes.extend(extension(old, new));
    auth(old, new, &mut changes);
    changes
}

/// Clients that have not declared it may not call the method.
fn extension(old: &Value, new: &Value) -> Option<Change> {
    let at = "/extension";
    match (old["extension"].as_str(), new["extension"].as_str()) {
        (before, after) if before == after => None,
        (_, Some(after)) => {
            let what = format!("it is only for clients with the extension {after} now");
            Some(change(Level::Breaking, at, what, "offer it as another method, and keep this one"))
        }
        (_, None) => {
            Some(change(Level::Note, at, "it is for clients without its extension too", ""))
        }
    }
}
