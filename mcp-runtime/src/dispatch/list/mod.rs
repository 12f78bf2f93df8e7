mod entry;
mod kind;

#[cfg(feature = "cli")]
pub(crate) use entry::entry;
pub(super) use kind::Kind;

use std::fmt::Write as _;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::value::RawValue;

use super::{Answer, App};
use crate::auth::Principal;
use crate::handler::Registry;
use crate::protocol::{Fault, ProtocolVersion, Request, raw_str, write};
use kind::Entry;

/// What servers list, serialized once per list and era.
///
/// At the first request: a client speaks one era, and the first answer of a
/// process should not wait for lists that nobody asked for.
pub(crate) struct ListPages {
    page_size: usize,
    /// The members of a page of the stateless era beside its entries.
    members: String,
    /// Of the handlers there are.
    kept: RwLock<Arc<Kept>>,
}

/// The lists of a registry, in both eras.
struct Kept {
    registry: Arc<Registry>,
    modern: [List; Kind::ALL.len()],
    legacy: [List; Kind::ALL.len()],
}

/// One list of one era. Its entries are all there are; who is shown which of
/// them is decided page by page.
#[derive(Default)]
struct List {
    entries: OnceLock<Vec<Entry>>,
    /// The first page of all that is on offer, where nobody is authenticated:
    /// then it is nearly always the one asked for.
    first: RwLock<Option<Arc<str>>>,
}

/// Which list of which era.
#[derive(Clone, Copy)]
struct Asked {
    kind: Kind,
    modern: bool,
}

impl ListPages {
    /// `scope` says who may share a page: `public` or `private`.
    pub(crate) fn new(
        registry: Arc<Registry>,
        page_size: usize,
        ttl_ms: u64,
        scope: &str,
        meta_member: &str,
    ) -> Self {
        let members = format!(
            ",\"resultType\":\"complete\",\"ttlMs\":{ttl_ms},\"cacheScope\":\"{scope}\",{meta_member}"
        );
        Self { page_size, members, kept: RwLock::new(Kept::new(registry)) }
    }

    /// Something else is offered from now on.
    pub(crate) fn reset(&self) {
        let kept = self.kept();
        for list in kept.modern.iter().chain(&kept.legacy) {
            *list.first.write().unwrap_or_else(PoisonError::into_inner) = None;
        }
    }

    /// There are other handlers from now on.
    pub(crate) fn renew(&self, registry: Arc<Registry>) {
        let kept = Kept::new(registry);
        let mut current = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *current, kept);
        drop(current);
        drop(before); // without the lock: it may be large
    }

    fn kept(&self) -> Arc<Kept> {
        Arc::clone(&self.kept.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn first(&self, app: &App, asked: Asked) -> Arc<str> {
        let kept = self.kept();
        let list = kept.list(asked);
        if let Some(first) = &*list.first.read().unwrap_or_else(PoisonError::into_inner) {
            return Arc::clone(first);
        }
        // Made under the lock, so that no page outlives a reset.
        let mut first = list.first.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(first.get_or_insert_with(|| self.page(app, &kept, asked, 0, None).into()))
    }

    /// The page that begins with the first entry on offer from this place on.
    fn page(
        &self,
        app: &App,
        kept: &Kept,
        asked: Asked,
        from: usize,
        principal: Option<&Principal>,
    ) -> String {
        let entries = kept.entries(asked).iter().skip(from);
        let mut entries = entries.filter(|entry| app.offers_id(entry.id, principal));
        let mut page = format!("{{\"{}\":[", asked.kind.member());
        let mut last = None;
        for entry in entries.by_ref().take(self.page_size) {
            if last.is_some() {
                page.push(',');
            }
            page.push_str(&entry.text);
            last = Some(entry.name);
        }
        page.push(']');
        if let Some(last) = last
            && entries.next().is_some()
        {
            let _ = write!(page, ",\"nextCursor\":\"{}\"", cursor_after(last));
        }
        if asked.modern {
            page.push_str(&self.members);
        }
        page.push('}');
        page
    }
}

impl Kept {
    fn new(registry: Arc<Registry>) -> Arc<Self> {
        Arc::new(Self { registry, modern: Default::default(), legacy: Default::default() })
    }

    fn list(&self, Asked { kind, modern }: Asked) -> &List {
        if modern { &self.modern[kind as usize] } else { &self.legacy[kind as usize] }
    }

    fn entries(&self, asked: Asked) -> &[Entry] {
        let list = self.list(asked);
        list.entries.get_or_init(|| asked.kind.entries(&self.registry, asked.modern))
    }

    /// The place behind the entry that a cursor names, also where that is not
    /// offered any more, was removed, or was there in another version of the
    /// program: names are in order, so none is skipped or repeated.
    fn behind(&self, asked: Asked, cursor: &RawValue) -> Option<usize> {
        let text = URL_SAFE_NO_PAD.decode(&*raw_str(cursor)?).ok()?;
        let name = std::str::from_utf8(&text).ok()?.strip_prefix(AFTER)?;
        Some(self.entries(asked).partition_point(|entry| entry.name <= name))
    }
}

const AFTER: &str = "after:";

/// Names the last entry of the page before, so that a cursor stays valid when
/// the list changes. Opaque to clients.
fn cursor_after(name: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{AFTER}{name}"))
}

/// Answers `tools/list` and its like.
pub(super) fn list(
    app: &App,
    kind: Kind,
    request: &Request<'_>,
    version: ProtocolVersion,
    principal: Option<&Principal>,
) -> Answer {
    let asked = Asked { kind, modern: version.is_modern() };
    let kept = app.lists.kept();
    let Some(cursor) = request.params.cursor().filter(|cursor| cursor.get() != "null") else {
        return match principal {
            None => answer(request, &app.lists.first(app, asked)),
            Some(_) => answer(request, &app.lists.page(app, &kept, asked, 0, principal)),
        };
    };
    let Some(from) = kept.behind(asked, cursor) else {
        return Answer::fault(
            Some(request.id),
            Fault::InvalidParams,
            "`params.cursor` is not a cursor of this list; start again without one",
        );
    };
    answer(request, &app.lists.page(app, &kept, asked, from, principal))
}

fn answer(request: &Request<'_>, page: &str) -> Answer {
    let mut body = write::open_result(request.id, page.len());
    body.extend_from_slice(page.as_bytes());
    body.push(b'}');
    Answer::result(body)
}
