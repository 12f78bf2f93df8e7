use serde_json::Value;

use super::{arguments, auth, change, texts};
use crate::schema::compare::{Change, Level};

/// Where a resource is, or the template of where they are.
pub(super) fn uri(resource: &Value) -> Option<&Value> {
    resource.get("uri").or_else(|| resource.get("uriTemplate"))
}

pub(super) fn resource(old: &Value, new: &Value) -> Vec<Change> {
    if uri(old) != uri(new) {
        return vec![moved(old, new)];
    }
    let mut changes = texts(old, new);
    if old["name"] != new["name"] {
        let what = format!("the name changed to {}, which policies go by", new["name"]);
        changes.push(change(Level::Note, "/name", what, ""));
    }
    changes.extend(mime_type(old, new));
    if old["inputSchema"].is_object() && new["inputSchema"].is_object() {
        changes.extend(arguments(old, new));
    }
    if old.get("annotations") != new.get("annotations") {
        changes.push(change(Level::Note, "/annotations", "the annotations changed", ""));
    }
    auth(old, new, &mut changes);
    changes
}

/// Whatever else has changed is no matter to those who do not find it.
fn moved(old: &Value, new: &Value) -> Change {
    let (pointer, what) = match (&old["uri"], &new["uri"]) {
        (Value::Null, Value::Null) => ("/uriTemplate", "the URI template"),
        (Value::Null, _) => ("/uri", "the URI, which was a template,"),
        (_, Value::Null) => ("/uriTemplate", "the URI, which is a template now,"),
        _ => ("/uri", "the URI"),
    };
    let shown = |resource| uri(resource).map(Value::to_string).unwrap_or_default();
    let what = format!("{what} changed from {} to {}", shown(old), shown(new));
    let instead = "keep a resource at the old one too: clients have kept its URIs";
    change(Level::Breaking, pointer, what, instead)
}

fn mime_type(old: &Value, new: &Value) -> Option<Change> {
    let at = "/mimeType";
    let instead = "keep it, and offer the new type at another URI";
    match (old.get("mimeType"), new.get("mimeType")) {
        (None, None) => None,
        (None, Some(new)) => {
            Some(change(Level::Note, at, format!("it is said to be {new} now"), ""))
        }
        (Some(old), None) => {
            let what = format!("it is not said to be {old} any more");
            Some(change(Level::Breaking, at, what, instead))
        }
        (Some(old), Some(new)) if old == new => None,
        (Some(old), Some(new)) => {
            let what = format!("the MIME type changed from {old} to {new}");
            Some(change(Level::Breaking, at, what, instead))
        }
    }
}
