//! What a server offers, as commands show it.

use serde_json::{Map, Value};

use crate::auth::Rule;
use crate::dispatch::entry as listed;
use crate::error::Result;
use crate::guard::Settings;
use crate::handler::{Handler, HandlerId, Registry, TaskDef};
use crate::server::{Server, ServerBuilder};
use crate::usage::Kind;

/// In the order in which they are shown.
pub(super) const KINDS: [Kind; 4] = [Kind::Tool, Kind::Prompt, Kind::Resource, Kind::Method];

/// What a server has under the policy in force, kind by kind in the order clients see it.
pub(super) struct Catalog {
    pub(super) server: Server,
    pub(super) offered: Vec<Offered>,
}

pub(super) struct Offered {
    pub(super) kind: Kind,
    pub(super) name: &'static str,
    /// The handler's.
    pub(super) id: HandlerId,
    /// An operator may have switched it off.
    pub(super) enabled: bool,
    /// What it is to callers: name, URI, schemas, annotations, `task` where it becomes one, and `auth` where it
    /// demands some.
    pub(super) entry: Map<String, Value>,
    /// What somebody set for it, by the names that the policy file has.
    pub(super) guards: Map<String, Value>,
}

/// The members that callers may rely on, in their order.
const MEMBERS: [&str; 10] = [
    "name",
    "title",
    "description",
    "uri",
    "uriTemplate",
    "mimeType",
    "extension",
    "inputSchema",
    "outputSchema",
    "annotations",
];

impl Catalog {
    pub(super) fn of(builder: ServerBuilder) -> Result<Self> {
        Self::built(builder.only_looked_at())
    }

    /// For a caller whose credential is looked at, by what serving would know it by.
    pub(super) fn for_caller(builder: ServerBuilder) -> Result<Self> {
        Self::built(builder.without_ledger())
    }

    fn built(builder: ServerBuilder) -> Result<Self> {
        let server = builder.build()?;
        let policy = server.policy()?.json();
        let registry = server.app.registry().shared();
        let offered = |handler: &Handler| {
            let stack = server.app.guards.stack(handler.id)?;
            let policy = &policy[handler.kind.plural()][handler.name];
            Some(Offered {
                kind: handler.kind,
                name: handler.name,
                id: handler.id,
                enabled: stack.is_on(),
                entry: entry(&registry, handler, &stack.settings)?,
                guards: guards(policy, &stack.settings),
            })
        };
        let offered = registry.handlers().filter_map(offered).collect();
        Ok(Self { server, offered })
    }

    /// The name and the version of the server.
    pub(super) fn identity(&self) -> (&str, &str) {
        let info = &self.server.app.identity.server_info;
        (info["name"].as_str().unwrap_or_default(), info["version"].as_str().unwrap_or_default())
    }

    /// Those that can be reached.
    pub(super) fn enabled(&self) -> impl Iterator<Item = &Offered> {
        self.offered.iter().filter(|one| one.enabled)
    }
}

impl Offered {
    pub(super) fn text(&self, member: &str) -> Option<&str> {
        self.entry.get(member)?.as_str()
    }

    /// Where a resource is.
    pub(super) fn uri(&self) -> Option<&str> {
        self.text("uri").or_else(|| self.text("uriTemplate"))
    }

    /// The names of its arguments, and whether they have to be given.
    pub(super) fn arguments(&self) -> impl Iterator<Item = (&str, bool)> {
        let schema = self.entry.get("inputSchema");
        let required = schema.and_then(|schema| schema["required"].as_array());
        let is_required =
            move |name: &str| required.is_some_and(|names| names.iter().any(|one| one == name));
        let properties = schema.and_then(|schema| schema["properties"].as_object());
        let names = properties.into_iter().flat_map(Map::keys);
        names.map(move |name| (name.as_str(), is_required(name)))
    }

    /// The hints that were given, in words.
    pub(super) fn hints(&self) -> Vec<&'static str> {
        let said = |hint: &str| self.entry.get("annotations")?.get(hint)?.as_bool();
        let hints = [
            ("readOnlyHint", true, "read-only"),
            ("destructiveHint", true, "destructive"),
            ("destructiveHint", false, "not destructive"),
            ("idempotentHint", true, "idempotent"),
            ("openWorldHint", true, "open world"),
            ("openWorldHint", false, "closed world"),
        ];
        hints.iter().filter(|(hint, is, _)| said(hint) == Some(*is)).map(|hint| hint.2).collect()
    }
}

fn entry(
    registry: &Registry,
    handler: &Handler,
    settings: &Settings,
) -> Option<Map<String, Value>> {
    let mut all = listed(registry, handler)?;
    // What a prompt's arguments and a template's variables may be is not listed, and enforced all the same.
    if handler.kind == Kind::Prompt || all.get("uriTemplate").is_some() {
        all["inputSchema"] = handler.input_schema.clone();
    }
    let of = |member: &&str| Some(((*member).to_owned(), all.get_mut(*member)?.take()));
    let mut entry: Map<String, Value> = MEMBERS.iter().filter_map(of).collect();
    if handler.kind == Kind::Tool
        && let Some(task) = registry.tool(handler.name).and_then(|tool| task(tool.task))
    {
        entry.insert("task".to_owned(), task.into());
    }
    if let Some(auth) = auth(&settings.access) {
        entry.insert("auth".to_owned(), auth);
    }
    Some(entry)
}

/// Whether its calls become tasks, for those who can follow them or for all.
fn task(task: TaskDef) -> Option<&'static str> {
    match task {
        TaskDef::Never => None,
        TaskDef::Supported => Some("optional"),
        TaskDef::Required => Some("required"),
    }
}

/// As the policy file has it: scopes, or "public"; nothing for what the server demands of all.
fn auth(rule: &Rule) -> Option<Value> {
    match rule {
        Rule::Server => None,
        Rule::Public => Some("public".into()),
        Rule::Scopes(scopes) => Some(scopes.iter().collect()),
    }
}

fn guards(policy: &Value, settings: &Settings) -> Map<String, Value> {
    let mut guards = Map::new();
    if let Some(auth) = auth(&settings.access) {
        guards.insert("auth".to_owned(), auth);
    }
    for (key, setting) in policy.as_object().into_iter().flatten() {
        let said = setting["source"]["from"] != "default" && setting["value"] != "off";
        if said && !matches!(key.as_str(), "auth" | "enabled") {
            guards.insert(key.clone(), setting["value"].clone());
        }
    }
    guards
}
