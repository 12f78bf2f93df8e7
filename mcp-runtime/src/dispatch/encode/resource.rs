use std::io::Write as _;

use super::finish;
use crate::dispatch::App;
use crate::handler::{Context, Resource, ResourceOutput};
use crate::protocol::{CacheScope, Id, write};

/// With what the resource says of itself, where the output does not.
pub(super) fn output(
    app: &App,
    id: Id<'_>,
    (resource, uri): (&Resource, &str),
    output: &ResourceOutput,
    ctx: &Context,
) -> Vec<u8> {
    let (about, version) = (&resource.about, ctx.protocol_version());
    let mime_type = about.mime_type.as_deref();
    let mut out = write::open_result(id, output.size() + app.identity.meta_member.len());
    out.extend_from_slice(b"{\"contents\":");
    let contents = output.contents.iter();
    let contents: Vec<_> = contents.map(|contents| contents.located(uri, mime_type)).collect();
    write::json(&mut out, &contents);
    if version.is_modern() {
        let ttl = output.ttl.or(about.ttl).map_or(0, write::millis);
        let scope = output.cache_scope.or(about.cache_scope).unwrap_or_default();
        // What a client answered is in no key of a cache (server/utilities/caching).
        let (ttl, scope) = if ctx.is_repeated() { (0, CacheScope::Private) } else { (ttl, scope) };
        // Whatever its author said: what is not for everybody is kept for nobody else.
        let scope = if app.offers(resource, None) { scope } else { CacheScope::Private };
        let _ = write!(out, ",\"ttlMs\":{ttl},\"cacheScope\":\"{scope}\"");
    }
    finish(&mut out, app, output.meta.as_ref(), version);
    out
}
