use serde_json::Value;

use super::entry;
use crate::handler::{Handler, HandlerId, Registry};

/// What is listed by a method of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::dispatch) enum Kind {
    Tools,
    Prompts,
    Resources,
    Templates,
}

/// One entry of a list, ready to be sent.
pub(super) struct Entry {
    /// The handler's.
    pub(super) id: HandlerId,
    pub(super) name: &'static str,
    pub(super) text: String,
}

impl Entry {
    fn new(handler: &Handler, entry: &Value) -> Self {
        Self { id: handler.id, name: handler.name, text: entry.to_string() }
    }
}

impl Kind {
    pub(super) const ALL: [Self; 4] =
        [Self::Tools, Self::Prompts, Self::Resources, Self::Templates];

    /// What a method lists, if it lists anything.
    pub(in crate::dispatch) fn of(method: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.method() == method)
    }

    const fn method(self) -> &'static str {
        match self {
            Self::Tools => "tools/list",
            Self::Prompts => "prompts/list",
            Self::Resources => "resources/list",
            Self::Templates => "resources/templates/list",
        }
    }

    /// The member of a page that has its entries.
    pub(super) const fn member(self) -> &'static str {
        match self {
            Self::Tools => "tools",
            Self::Prompts => "prompts",
            Self::Resources => "resources",
            Self::Templates => "resourceTemplates",
        }
    }

    /// Whether there is anything of the kind. Where there is none, the server
    /// does not say that it can list it.
    pub(in crate::dispatch) fn is_served(self, registry: &Registry) -> bool {
        match self {
            Self::Tools => true,
            Self::Prompts => registry.is_open || registry.prompts().next().is_some(),
            Self::Resources | Self::Templates => {
                registry.is_open || registry.resources().next().is_some()
            }
        }
    }

    /// All entries in the order of their names.
    pub(super) fn entries(self, registry: &Registry, modern: bool) -> Vec<Entry> {
        let tool = if modern { entry::tool } else { entry::legacy_tool };
        match self {
            Self::Tools => registry.tools().map(|it| Entry::new(it, &tool(it))).collect(),
            Self::Prompts => {
                registry.prompts().map(|it| Entry::new(it, &entry::prompt(it))).collect()
            }
            Self::Resources => {
                let fixed = registry.resources().filter(|it| it.pattern.is_fixed());
                fixed.map(|it| Entry::new(it, &entry::fixed(it))).collect()
            }
            Self::Templates => {
                let templates = registry.resources().filter(|it| !it.pattern.is_fixed());
                templates.map(|it| Entry::new(it, &entry::template(it))).collect()
            }
        }
    }
}
