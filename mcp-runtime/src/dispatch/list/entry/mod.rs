//! Tools, prompts and resources as clients see them.

mod prompt;
mod resource;
mod tool;

pub(super) use prompt::prompt;
pub(super) use resource::{fixed, template};
pub(super) use tool::{legacy as legacy_tool, modern as tool};

use serde_json::{Map, Value};

use crate::handler::Handler;
#[cfg(feature = "cli")]
use crate::handler::{Method, Registry};
#[cfg(feature = "cli")]
use crate::usage::Kind;

/// One of them, as it is listed in the newest revision. Methods are in no list that clients see.
#[cfg(feature = "cli")]
pub(crate) fn entry(registry: &Registry, handler: &Handler) -> Option<Value> {
    match handler.kind {
        Kind::Tool => registry.tool(handler.name).map(|it| tool(it)),
        Kind::Prompt => registry.prompt(handler.name).map(|it| prompt(it)),
        Kind::Resource => {
            let it = registry.resources().find(|it| it.id == handler.id)?;
            Some(if it.pattern.is_fixed() { fixed(it) } else { template(it) })
        }
        Kind::Method => registry.method(handler.name).map(|it| method(it)),
    }
}

#[cfg(feature = "cli")]
fn method(method: &Method) -> Value {
    let mut entry = common(method);
    entry.insert("inputSchema".to_owned(), method.input_schema.clone());
    let more = [
        ("outputSchema", method.output_schema().cloned()),
        ("extension", method.def.extension.map(Into::into)),
    ];
    for (member, value) in more {
        entry.extend(value.map(|value| (member.to_owned(), value)));
    }
    Value::Object(entry)
}

/// What all of them begin with.
fn common(handler: &Handler) -> Map<String, Value> {
    let mut entry = Map::new();
    entry.insert("name".to_owned(), handler.name.into());
    if let Some(title) = &handler.said.title {
        entry.insert("title".to_owned(), (**title).into());
    }
    if let Some(description) = &handler.said.description {
        entry.insert("description".to_owned(), (**description).into());
    }
    entry
}

/// What all of them end with.
fn end(mut entry: Map<String, Value>, handler: &Handler) -> Value {
    for (member, value) in [("icons", &handler.said.icons), ("_meta", &handler.said.meta)] {
        if let Some(value) = value {
            entry.insert(member.to_owned(), value.clone());
        }
    }
    Value::Object(entry)
}
