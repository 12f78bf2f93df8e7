//! What clients are told of a resource, a line each.

use mcp_literals::Cache;

use super::escape::code;
use crate::literal::{duration, size};
use crate::model::resource::Resource;
use crate::parse::resource_attr::Audience;

pub(super) fn of(name: &str, resource: &Resource) -> String {
    let mut lines = vec![format!("Named {}.", code(name))];
    lines.extend(resource.mime_type.as_ref().map(|ty| format!("Read as {}.", code(ty))));
    lines.extend(resource.size.map(|bytes| format!("Has {}.", size::literal(bytes))));
    let audience: Vec<_> = resource
        .audience
        .iter()
        .map(|audience| match audience {
            Audience::User => "the person",
            Audience::Assistant => "the model",
        })
        .collect();
    if !audience.is_empty() {
        lines.push(format!("For {}.", audience.join(" and ")));
    }
    lines.extend(resource.priority.map(|priority| format!("Of priority {priority}, from 0 to 1.")));
    lines.extend(resource.last_modified.as_ref().map(|at| format!("Last modified {}.", code(at))));
    lines.extend(resource.ttl.map(|Cache { ttl_ms, public }| {
        let who = if public { "Anybody" } else { "Each caller" };
        format!("{who} may keep it for {}.", duration::display(ttl_ms))
    }));
    format!("- {}\n", lines.join("\n- "))
}
