//! The messages of subscriptions, as JSON.

use super::Filter;
use crate::dispatch::App;
use crate::notify::Topic;
use crate::protocol::{Id, meta_key, write};

/// That something has changed; with the id of the subscription that it belongs
/// to, which only the stateless era has.
pub(super) fn changed(topic: &Topic, id: Option<Id<'_>>) -> Vec<u8> {
    let (method, uri) = match topic {
        Topic::Tools => ("notifications/tools/list_changed", None),
        Topic::Prompts => ("notifications/prompts/list_changed", None),
        Topic::Resources => ("notifications/resources/list_changed", None),
        Topic::Resource(uri) => ("notifications/resources/updated", Some(uri)),
        // Says more than that; where its task is at hand, it is not asked for here.
        Topic::Task(_) => ("notifications/tasks", None),
    };
    let mut out = open(method);
    if id.is_some() || uri.is_some() {
        out.extend_from_slice(b",\"params\":{");
        if let Some(id) = id {
            of(&mut out, id);
        }
        if let Some(uri) = uri {
            if id.is_some() {
                out.push(b',');
            }
            out.extend_from_slice(b"\"uri\":");
            write::json(&mut out, &**uri);
        }
        out.push(b'}');
    }
    out.push(b'}');
    out
}

/// `notifications/subscriptions/acknowledged`, with what is honoured.
pub(super) fn acknowledged(id: Id<'_>, filter: &Filter) -> Vec<u8> {
    let mut out = open("notifications/subscriptions/acknowledged");
    out.extend_from_slice(b",\"params\":{");
    of(&mut out, id);
    out.extend_from_slice(b",\"notifications\":{");
    let mut member = |name: &str, value: &dyn Fn(&mut Vec<u8>)| {
        if out.last() != Some(&b'{') {
            out.push(b',');
        }
        write::json(&mut out, name);
        out.push(b':');
        value(&mut out);
    };
    for (wanted, name) in [
        (filter.tools, "toolsListChanged"),
        (filter.prompts, "promptsListChanged"),
        (filter.resources, "resourcesListChanged"),
    ] {
        if wanted {
            member(name, &|out| out.extend_from_slice(b"true"));
        }
    }
    if !filter.uris.is_empty() {
        member("resourceSubscriptions", &|out| write::json(out, &filter.uris));
    }
    if !filter.tasks.is_empty() {
        member("taskIds", &|out| write::json(out, &filter.tasks));
    }
    out.extend_from_slice(b"}}}");
    out
}

/// The result of `subscriptions/listen`, which ends it.
pub(super) fn closed(app: &App, id: Id<'_>) -> Vec<u8> {
    let meta = &app.identity.meta_member;
    let mut out = write::open_result(id, meta.len() + 64);
    out.extend_from_slice(b"{\"resultType\":\"complete\",");
    // Without its last brace, since `_meta` goes on.
    out.extend_from_slice(meta.strip_suffix('}').unwrap_or(meta).as_bytes());
    out.push(b',');
    subscription(&mut out, id);
    out.extend_from_slice(b"}}}");
    out
}

pub(super) fn cancelled(id: Id<'_>, reason: &str) -> Vec<u8> {
    let mut out = open("notifications/cancelled");
    out.extend_from_slice(b",\"params\":{\"requestId\":");
    out.extend_from_slice(id.as_json().as_bytes());
    out.extend_from_slice(b",\"reason\":");
    write::json(&mut out, reason);
    out.extend_from_slice(b"}}");
    out
}

fn open(method: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(192);
    out.extend_from_slice(b"{\"jsonrpc\":\"2.0\",\"method\":");
    write::json(&mut out, method);
    out
}

/// The `_meta` of what belongs to a subscription.
fn of(out: &mut Vec<u8>, id: Id<'_>) {
    out.extend_from_slice(b"\"_meta\":{");
    subscription(out, id);
    out.push(b'}');
}

fn subscription(out: &mut Vec<u8>, id: Id<'_>) {
    write::json(out, meta_key::SUBSCRIPTION_ID);
    out.push(b':');
    out.extend_from_slice(id.as_json().as_bytes());
}
