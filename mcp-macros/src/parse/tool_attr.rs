//! `#[mcp_tool(..)]`.

use proc_macro2::TokenStream;
use syn::{Attribute, Meta, Path};

use super::Written;
use super::entry::{self, Entry, Keys};
use super::guards_attr::{GuardKey, GuardsAttr};
use super::icon::Icon;
use super::meta;
use crate::diagnostics::Errors;
use crate::literal::json::Json;

/// What `#[mcp_tool(..)]` says.
#[derive(Default)]
pub(crate) struct ToolAttr {
    pub(crate) name: Option<Written<String>>,
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    /// In the order written.
    pub(crate) hints: Vec<Hint>,
    pub(crate) icons: Vec<Icon>,
    pub(crate) meta: Vec<(String, Json)>,
    pub(crate) guards: GuardsAttr,
    pub(crate) krate: Option<Path>,
}

/// A behaviour hint of `ToolAnnotations`; it is sent only if it was written.
pub(crate) struct Hint {
    pub(crate) kind: HintKind,
    pub(crate) written: Written<bool>,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum HintKind {
    ReadOnly,
    Destructive,
    Idempotent,
    OpenWorld,
}

#[derive(Clone, Copy, PartialEq)]
enum Key {
    Name,
    Title,
    Description,
    Hint(HintKind),
    Icon,
    Meta,
    Guard(GuardKey),
    Crate,
}

impl Keys for Key {
    const OWNER: &'static str = "mcp_tool";
    const ALL: &'static [(&'static str, Self)] = &[
        ("name", Self::Name),
        ("title", Self::Title),
        ("description", Self::Description),
        ("read_only", Self::Hint(HintKind::ReadOnly)),
        ("destructive", Self::Hint(HintKind::Destructive)),
        ("idempotent", Self::Hint(HintKind::Idempotent)),
        ("open_world", Self::Hint(HintKind::OpenWorld)),
        ("icon", Self::Icon),
        ("meta", Self::Meta),
        ("auth", Self::Guard(GuardKey::Auth)),
        ("public", Self::Guard(GuardKey::Public)),
        ("timeout", Self::Guard(GuardKey::Timeout)),
        ("rate", Self::Guard(GuardKey::Rate)),
        ("concurrency", Self::Guard(GuardKey::Concurrency)),
        ("queue", Self::Guard(GuardKey::Queue)),
        ("queue_timeout", Self::Guard(GuardKey::QueueTimeout)),
        ("cost", Self::Guard(GuardKey::Cost)),
        ("budget", Self::Guard(GuardKey::Budget)),
        ("breaker", Self::Guard(GuardKey::Breaker)),
        ("cache", Self::Guard(GuardKey::Cache)),
        ("max_output", Self::Guard(GuardKey::MaxOutput)),
        ("guard", Self::Guard(GuardKey::Guard)),
        ("crate", Self::Crate),
    ];

    fn repeats(self) -> bool {
        matches!(self, Self::Icon | Self::Meta)
    }
}

impl ToolAttr {
    /// Reads the arguments that the compiler hands to the macro.
    pub(crate) fn from_arguments(arguments: TokenStream, errors: &mut Errors) -> Self {
        Self::from_entries(entry::of_arguments(arguments, errors), errors)
    }

    /// Reads the attribute of a method, which may also be a bare `#[mcp_tool]`.
    pub(crate) fn from_attribute(attribute: &Attribute, errors: &mut Errors) -> Self {
        match &attribute.meta {
            Meta::Path(_) => Self::default(),
            _ => Self::from_entries(entry::of_attributes([attribute], errors), errors),
        }
    }

    fn from_entries(entries: Vec<Entry<Key>>, errors: &mut Errors) -> Self {
        let mut attr = Self::default();
        for entry in entries {
            match entry.key {
                Key::Name => attr.name = entry.text("search_notes", errors),
                Key::Title => {
                    attr.title = entry.text("Search notes", errors).map(|text| text.value);
                }
                Key::Description => {
                    attr.description =
                        entry.text("Searches the notes.", errors).map(|text| text.value);
                }
                Key::Hint(kind) => {
                    attr.hints.extend(entry.flag(errors).map(|written| Hint { kind, written }));
                }
                Key::Icon => {
                    let list = entry.list("src = \"https://..\"", errors).cloned();
                    attr.icons
                        .extend(list.and_then(|list| Icon::parse(list, entry.span(), errors)));
                }
                Key::Meta => {
                    if let Some(list) = entry.list("\"com.example/team\" = \"core\"", errors) {
                        meta::parse(list.clone(), &mut attr.meta, errors);
                    }
                }
                Key::Guard(key) => attr.guards.read(key, &entry, errors),
                Key::Crate => attr.krate = entry.path("my_crate::mcp_runtime", errors),
            }
        }
        attr
    }
}
