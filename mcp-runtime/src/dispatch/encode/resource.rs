use std::io::Write as _;
use std::time::Duration;

use super::finish;
use crate::dispatch::App;
use crate::handler::{Resource, ResourceOutput};
use crate::protocol::{Id, ProtocolVersion, write};

/// With what the resource says of itself, where the output does not.
pub(super) fn output(
    app: &App,
    id: Id<'_>,
    (resource, uri): (&Resource, &str),
    output: &ResourceOutput,
    version: ProtocolVersion,
) -> Vec<u8> {
    let def = resource.def;
    let mut out = write::open_result(id, output.size() + app.identity.meta_member.len());
    out.extend_from_slice(b"{\"contents\":");
    let contents = output.contents.iter();
    let contents: Vec<_> = contents.map(|contents| contents.located(uri, def.mime_type)).collect();
    write::json(&mut out, &contents);
    if version.is_modern() {
        let ttl = output.ttl.or(def.ttl).as_ref().map_or(0, Duration::as_millis);
        let ttl = u64::try_from(ttl).unwrap_or(u64::MAX);
        let scope = output.cache_scope.or(def.cache_scope).unwrap_or_default();
        let _ = write!(out, ",\"ttlMs\":{ttl},\"cacheScope\":\"{scope}\"");
    }
    finish(&mut out, app, output.meta.as_ref(), version);
    out
}
