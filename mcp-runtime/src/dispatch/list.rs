use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, PoisonError, RwLock};

use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::{Answer, App};
use crate::handler::{Annotations, Tool};
use crate::protocol::{Fault, ProtocolVersion, Request, raw_str, write};

/// `tools/list`, serialized once per era and page.
///
/// At the first request: a client speaks one era, and the first answer of a
/// process should not wait for lists that nobody asked for.
pub(crate) struct ListPages {
    page_size: usize,
    /// The members of a modern page beside its tools.
    members: String,
    made: RwLock<Made>,
}

#[derive(Default, Clone)]
struct Made {
    modern: Option<Arc<Pages>>,
    legacy: Option<Arc<Pages>>,
}

struct Pages {
    first: String,
    /// Later pages by their cursor.
    rest: HashMap<String, String>,
}

impl ListPages {
    pub(crate) fn new(page_size: usize, ttl_ms: u64, meta_member: &str) -> Self {
        let members = format!(
            "\"resultType\":\"complete\",\"ttlMs\":{ttl_ms},\"cacheScope\":\"public\",{meta_member}"
        );
        Self { page_size, members, made: RwLock::default() }
    }

    /// Forgets the pages: other tools are offered from now on.
    pub(crate) fn reset(&self) {
        *self.made.write().unwrap_or_else(PoisonError::into_inner) = Made::default();
    }

    fn of(&self, app: &App, version: ProtocolVersion) -> Arc<Pages> {
        let modern = version.is_modern();
        let slot = |made: &Made| if modern { made.modern.clone() } else { made.legacy.clone() };
        let made = slot(&self.made.read().unwrap_or_else(PoisonError::into_inner));
        if let Some(pages) = made {
            return pages;
        }
        // Made under the lock, so that no page outlives a reset.
        let mut made = self.made.write().unwrap_or_else(PoisonError::into_inner);
        let tools: Vec<&Tool> = app.registry.iter().filter(|tool| app.offers(tool)).collect();
        let pages = Arc::new(if modern {
            Pages::new(&tools, self.page_size, &self.members, modern_entry)
        } else {
            Pages::new(&tools, self.page_size, "", legacy_entry)
        });
        let slot = if modern { &mut made.modern } else { &mut made.legacy };
        *slot = Some(Arc::clone(&pages));
        pages
    }
}

impl Pages {
    fn new(tools: &[&Tool], page_size: usize, members: &str, entry: fn(&Tool) -> Value) -> Self {
        let tools: Vec<(&str, Value)> = tools.iter().map(|tool| (tool.name, entry(tool))).collect();
        let mut pages = Self { first: String::new(), rest: HashMap::new() };
        let mut cursor = None;
        let mut chunks = tools.chunks(page_size.max(1)).peekable();
        loop {
            let chunk = chunks.next().unwrap_or_default();
            let next = chunks.peek().and(chunk.last()).map(|(name, _)| cursor_after(name));
            let page = page(chunk, next.as_deref(), members);
            match cursor {
                None => pages.first = page,
                Some(cursor) => {
                    pages.rest.insert(cursor, page);
                }
            }
            match next {
                Some(next) => cursor = Some(next),
                None => return pages,
            }
        }
    }
}

/// Names the last tool of the page before, so that a cursor stays valid when
/// tools are added. Opaque to clients.
fn cursor_after(name: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(format!("after:{name}"))
}

fn page(tools: &[(&str, Value)], next: Option<&str>, members: &str) -> String {
    let list: Vec<&Value> = tools.iter().map(|(_, entry)| entry).collect();
    let mut page = format!("{{\"tools\":{}", json!(list));
    if let Some(next) = next {
        let _ = write!(page, ",\"nextCursor\":\"{next}\"");
    }
    if !members.is_empty() {
        page.push(',');
        page.push_str(members);
    }
    page.push('}');
    page
}

/// Answers `tools/list`.
pub(super) fn tools(app: &App, request: &Request<'_>, version: ProtocolVersion) -> Answer {
    let pages = app.tools.of(app, version);
    let page = match request.params.cursor().map(RawValue::get) {
        None | Some("null") => Some(&pages.first),
        Some(_) => {
            request.params.cursor().and_then(raw_str).and_then(|cursor| pages.rest.get(&*cursor))
        }
    };
    let Some(page) = page else {
        return Answer::fault(
            Some(request.id),
            Fault::InvalidParams,
            "`params.cursor` is not a cursor of this list; start again without one",
        );
    };
    let mut body = write::open_result(request.id, page.len());
    body.extend_from_slice(page.as_bytes());
    body.push(b'}');
    Answer::result(body)
}

fn modern_entry(tool: &Tool) -> Value {
    entry(tool, tool.output_schema.clone())
}

/// Before 2026-07-28 structured content had to be an object.
fn legacy_entry(tool: &Tool) -> Value {
    entry(
        tool,
        tool.output_schema.clone().filter(|schema| schema.get("type") == Some(&json!("object"))),
    )
}

/// The entry of one tool as clients see it.
pub(crate) fn entry(tool: &Tool, output_schema: Option<Value>) -> Value {
    let def = tool.def;
    let mut entry = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            entry.insert(key.to_owned(), value);
        }
    };
    put("name", Some(def.name.into()));
    put("title", def.title.map(Value::from));
    put("description", def.description.filter(|text| !text.is_empty()).map(Value::from));
    put("inputSchema", Some(tool.input_schema.clone()));
    put("outputSchema", output_schema);
    put("annotations", annotations(def.annotations));
    put("icons", (!def.icons.is_empty()).then(|| json!(def.icons)));
    put("_meta", def.meta.and_then(|meta| serde_json::from_str(meta).ok()));
    Value::Object(entry)
}

fn annotations(hints: Annotations) -> Option<Value> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    #[allow(clippy::struct_field_names)] // the specification's names
    struct Hints {
        #[serde(skip_serializing_if = "Option::is_none")]
        read_only_hint: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        destructive_hint: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        idempotent_hint: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        open_world_hint: Option<bool>,
    }
    let value = json!(Hints {
        read_only_hint: hints.read_only,
        destructive_hint: hints.destructive,
        idempotent_hint: hints.idempotent,
        open_world_hint: hints.open_world,
    });
    (value != json!({})).then_some(value)
}
