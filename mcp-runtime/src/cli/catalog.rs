//! What a server offers, as commands show it.

use serde_json::{Map, Value};

use crate::auth::Rule;
use crate::dispatch::tool_entry;
use crate::error::Result;
use crate::guard::Settings;
use crate::handler::Tool;
use crate::server::{Server, ServerBuilder};

/// The tools of a server under the policy in force, in the order clients see them.
pub(super) struct Catalog {
    pub(super) server: Server,
    pub(super) tools: Vec<Offered>,
}

pub(super) struct Offered {
    pub(super) name: &'static str,
    /// An operator may have switched it off.
    pub(super) enabled: bool,
    /// What it is to callers: name, schemas, annotations, and `auth` where it demands some.
    pub(super) entry: Map<String, Value>,
    /// What somebody set for it, by the names that the policy file has.
    pub(super) guards: Map<String, Value>,
}

/// The members of a tool that callers may rely on, in their order.
const MEMBERS: [&str; 6] =
    ["name", "title", "description", "inputSchema", "outputSchema", "annotations"];

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
        let offered = |tool: &Tool| {
            let stack = server.app.guards.stack(tool.index)?;
            Some(Offered {
                name: tool.name,
                enabled: stack.settings.enabled,
                entry: entry(tool, &stack.settings),
                guards: guards(&policy["tools"][tool.name], &stack.settings),
            })
        };
        let tools = server.app.registry.tools().filter_map(offered).collect();
        Ok(Self { server, tools })
    }

    /// The name and the version of the server.
    pub(super) fn identity(&self) -> (&str, &str) {
        let info = &self.server.app.identity.server_info;
        (info["name"].as_str().unwrap_or_default(), info["version"].as_str().unwrap_or_default())
    }

    /// Those that can be called.
    pub(super) fn enabled(&self) -> impl Iterator<Item = &Offered> {
        self.tools.iter().filter(|tool| tool.enabled)
    }
}

impl Offered {
    pub(super) fn text(&self, member: &str) -> Option<&str> {
        self.entry.get(member)?.as_str()
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

fn entry(tool: &Tool, settings: &Settings) -> Map<String, Value> {
    let mut all = tool_entry(tool);
    let of = |member: &&str| Some(((*member).to_owned(), all.get_mut(*member)?.take()));
    let mut entry: Map<String, Value> = MEMBERS.iter().filter_map(of).collect();
    if let Some(auth) = auth(&settings.access) {
        entry.insert("auth".to_owned(), auth);
    }
    entry
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
