use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::{Map, Value, json};

use super::list::Kind;
use super::tasks;
use crate::handler::Registry;
use crate::protocol::{ProtocolVersion, TASKS, meta_key};

/// What the server says about itself, serialized once.
pub(crate) struct Identity {
    /// `"_meta":{"io.modelcontextprotocol/serverInfo":{…}}`, for every modern result.
    pub(crate) meta_member: String,
    /// The inside of `_meta` alone, to merge with a tool's own members.
    pub(crate) server_info: Value,
    pub(crate) instructions: Option<String>,
    /// Those that both eras have.
    pub(crate) capabilities: Value,
    /// Those that only the stateless era has.
    extensions: BTreeMap<String, Value>,
    list_ttl_ms: u64,
    /// Who may share what is the same for all: `public` or `private`.
    cache_scope: &'static str,
    /// The result of `server/discover`, made when it is first asked for: a
    /// process's first answer should not wait for it.
    discover: OnceLock<String>,
}

/// Builder-side facts of an [`Identity`].
#[derive(Debug, Default)]
#[allow(clippy::struct_field_names)] // the specification's names
pub(crate) struct Description {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) website: Option<String>,
    pub(crate) instructions: Option<String>,
    /// Their settings, by their identifiers.
    pub(crate) extensions: BTreeMap<String, Value>,
}

/// What the server can do in both eras.
fn capabilities(registry: &Registry) -> Value {
    let mut all = json!({ "logging": {} });
    for (name, kind, features) in [
        ("prompts", Kind::Prompts, json!({ "listChanged": true })),
        ("resources", Kind::Resources, json!({ "listChanged": true, "subscribe": true })),
        ("tools", Kind::Tools, json!({ "listChanged": true })),
    ] {
        if kind.is_served(registry) {
            all[name] = features;
        }
    }
    if registry.completes() {
        all["completions"] = json!({});
    }
    all
}

/// Those that the builder names, those that methods belong to, and tasks.
fn extensions(named: BTreeMap<String, Value>, registry: &Registry) -> BTreeMap<String, Value> {
    let mut all = named;
    for identifier in registry.methods().filter_map(|method| method.def.extension) {
        all.entry(identifier.to_owned()).or_insert_with(|| json!({}));
    }
    if tasks::are_served(registry) {
        all.insert(TASKS.to_owned(), json!({}));
    }
    all
}

impl Identity {
    pub(crate) fn new(
        description: Description,
        list_ttl_ms: u64,
        cache_scope: &'static str,
        registry: &Registry,
    ) -> Self {
        let mut info = Map::new();
        info.insert("name".to_owned(), description.name.into());
        info.insert("version".to_owned(), description.version.into());
        for (key, value) in [
            ("title", description.title),
            ("description", description.description),
            ("websiteUrl", description.website),
        ] {
            if let Some(value) = value {
                info.insert(key.to_owned(), value.into());
            }
        }
        let server_info = Value::Object(info);
        Self {
            meta_member: format!("\"_meta\":{{\"{}\":{server_info}}}", meta_key::SERVER_INFO),
            server_info,
            instructions: description.instructions,
            capabilities: capabilities(registry),
            extensions: extensions(description.extensions, registry),
            list_ttl_ms,
            cache_scope,
            discover: OnceLock::new(),
        }
    }

    /// What people call it.
    pub(crate) fn name(&self) -> &str {
        let shown = self.server_info.get("title").or_else(|| self.server_info.get("name"));
        shown.and_then(Value::as_str).unwrap_or_default()
    }

    /// The result of `server/discover`.
    pub(crate) fn discover(&self) -> &str {
        self.discover.get_or_init(|| {
            let mut capabilities = self.capabilities.clone();
            if !self.extensions.is_empty() {
                capabilities["extensions"] = json!(self.extensions);
            }
            let mut discover = json!({
                "resultType": "complete",
                "supportedVersions": ProtocolVersion::ALL.map(ProtocolVersion::as_str),
                "capabilities": capabilities,
                "ttlMs": self.list_ttl_ms,
                "cacheScope": self.cache_scope,
                "_meta": { meta_key::SERVER_INFO: self.server_info },
            });
            if let (Some(instructions), Value::Object(discover)) =
                (&self.instructions, &mut discover)
            {
                discover.insert("instructions".to_owned(), instructions.as_str().into());
            }
            discover.to_string()
        })
    }
}
