//! Tools, prompts and resources as clients see them.

mod prompt;
mod resource;
mod tool;

pub(super) use prompt::prompt;
pub(super) use resource::{fixed, template};
pub(super) use tool::{legacy as legacy_tool, modern as tool};

use serde_json::{Map, Value, json};

use crate::handler::HandlerDef;
#[cfg(feature = "cli")]
use crate::handler::{Handler, Registry};
#[cfg(feature = "cli")]
use crate::usage::Kind;

/// One of them, as it is listed in the newest revision. Methods are in no list.
#[cfg(feature = "cli")]
pub(crate) fn entry(registry: &Registry, handler: &Handler) -> Option<Value> {
    match handler.kind {
        Kind::Tool => registry.tool(handler.name).map(|it| tool(it)),
        Kind::Prompt => registry.prompt(handler.name).map(|it| prompt(it)),
        Kind::Resource => {
            let it = registry.resources().find(|it| it.index == handler.index)?;
            Some(if it.pattern.is_fixed() { fixed(it) } else { template(it) })
        }
        Kind::Method => None,
    }
}

/// What all of them begin with.
fn common(def: &HandlerDef) -> Map<String, Value> {
    let mut entry = Map::new();
    entry.insert("name".to_owned(), def.name.into());
    if let Some(title) = def.title {
        entry.insert("title".to_owned(), title.into());
    }
    if let Some(description) = def.description.filter(|text| !text.is_empty()) {
        entry.insert("description".to_owned(), description.into());
    }
    entry
}

/// What all of them end with.
fn end(mut entry: Map<String, Value>, def: &HandlerDef) -> Value {
    if !def.icons.is_empty() {
        entry.insert("icons".to_owned(), json!(def.icons));
    }
    if let Some(meta) = def.meta.and_then(|meta| serde_json::from_str(meta).ok()) {
        entry.insert("_meta".to_owned(), meta);
    }
    Value::Object(entry)
}
