mod entry;

#[cfg(feature = "cli")]
pub(crate) use entry::modern as tool_entry;

use std::fmt::Write as _;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use serde_json::value::RawValue;

use super::{Answer, App};
use crate::auth::Principal;
use crate::handler::Tool;
use crate::protocol::{Fault, ProtocolVersion, Request, raw_str, write};

/// `tools/list`, serialized once per era.
///
/// At the first request: a client speaks one era, and the first answer of a
/// process should not wait for lists that nobody asked for.
pub(crate) struct ListPages {
    page_size: usize,
    modern: Era,
    legacy: Era,
}

/// What one era lists. Entries are those of all tools; who is shown which of
/// them is decided page by page.
struct Era {
    /// The members of a page beside its tools.
    members: String,
    entry: fn(&Tool) -> Value,
    /// The text of each tool, by its index.
    entries: OnceLock<Vec<String>>,
    /// The first page of all tools on offer, where nobody is authenticated:
    /// then it is nearly always the one asked for.
    first: RwLock<Option<Arc<str>>>,
}

impl ListPages {
    /// `scope` says who may share a page: `public` or `private`.
    pub(crate) fn new(page_size: usize, ttl_ms: u64, scope: &str, meta_member: &str) -> Self {
        let members = format!(
            "\"resultType\":\"complete\",\"ttlMs\":{ttl_ms},\"cacheScope\":\"{scope}\",{meta_member}"
        );
        Self {
            page_size,
            modern: Era::new(members, entry::modern),
            legacy: Era::new(String::new(), entry::legacy),
        }
    }

    /// Other tools are offered from now on.
    pub(crate) fn reset(&self) {
        for era in [&self.modern, &self.legacy] {
            *era.first.write().unwrap_or_else(PoisonError::into_inner) = None;
        }
    }

    fn era(&self, version: ProtocolVersion) -> &Era {
        if version.is_modern() { &self.modern } else { &self.legacy }
    }
}

impl Era {
    fn new(members: String, entry: fn(&Tool) -> Value) -> Self {
        Self { members, entry, entries: OnceLock::new(), first: RwLock::default() }
    }

    fn first(&self, app: &App) -> Arc<str> {
        if let Some(first) = &*self.first.read().unwrap_or_else(PoisonError::into_inner) {
            return Arc::clone(first);
        }
        // Made under the lock, so that no page outlives a reset.
        let mut first = self.first.write().unwrap_or_else(PoisonError::into_inner);
        let tools = app.registry.tools().filter(|tool| app.offers(tool, None));
        Arc::clone(first.get_or_insert_with(|| self.page(app, tools).into()))
    }

    /// The page that begins with the first of `tools`, which are in the
    /// registry's order.
    fn page<'a>(&self, app: &App, mut tools: impl Iterator<Item = &'a Tool>) -> String {
        let entries = self.entries.get_or_init(|| {
            app.registry.tools().map(|tool| (self.entry)(tool).to_string()).collect()
        });
        let mut page = String::from("{\"tools\":[");
        let mut last = None;
        for tool in tools.by_ref().take(app.tools.page_size) {
            if last.is_some() {
                page.push(',');
            }
            page.push_str(&entries[tool.index]);
            last = Some(tool.name);
        }
        page.push(']');
        if let Some(last) = last
            && tools.next().is_some()
        {
            let _ = write!(page, ",\"nextCursor\":\"{}\"", cursor_after(last));
        }
        if !self.members.is_empty() {
            page.push(',');
            page.push_str(&self.members);
        }
        page.push('}');
        page
    }
}

const AFTER: &str = "after:";

/// Names the last tool of the page before, so that a cursor stays valid when
/// the list changes. Opaque to clients.
fn cursor_after(name: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{AFTER}{name}"))
}

/// The tool that a cursor names, also where it is not offered any more: all
/// tools have a place in the registry's order, so none is skipped or repeated.
fn named<'a>(app: &'a App, cursor: &RawValue) -> Option<&'a Tool> {
    let text = URL_SAFE_NO_PAD.decode(&*raw_str(cursor)?).ok()?;
    let name = std::str::from_utf8(&text).ok()?.strip_prefix(AFTER)?;
    app.registry.tool(name).map(AsRef::as_ref)
}

/// Answers `tools/list`.
pub(super) fn tools(
    app: &App,
    request: &Request<'_>,
    version: ProtocolVersion,
    principal: Option<&Principal>,
) -> Answer {
    let era = app.tools.era(version);
    let offered = |tool: &&Tool| app.offers(tool, principal);
    let Some(cursor) = request.params.cursor().filter(|cursor| cursor.get() != "null") else {
        return match principal {
            None => answer(request, &era.first(app)),
            Some(_) => answer(request, &era.page(app, app.registry.tools().filter(offered))),
        };
    };
    let Some(last) = named(app, cursor) else {
        return Answer::fault(
            Some(request.id),
            Fault::InvalidParams,
            "`params.cursor` is not a cursor of this list; start again without one",
        );
    };
    let later = app.registry.tools().skip(last.index + 1).filter(offered);
    answer(request, &era.page(app, later))
}

fn answer(request: &Request<'_>, page: &str) -> Answer {
    let mut body = write::open_result(request.id, page.len());
    body.extend_from_slice(page.as_bytes());
    body.push(b'}');
    Answer::result(body)
}
