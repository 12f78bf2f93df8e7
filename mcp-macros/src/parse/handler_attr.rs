//! What all attributes of functions say: `#[mcp_tool(..)]` and its like.

use syn::Path;

use super::Written;
use super::entry::Entry;
use super::guards_attr::{GuardKey, GuardsAttr};
use super::icon::Icon;
use super::meta;
use crate::diagnostics::Errors;
use crate::literal::json::Json;

/// The settings that every kind of function has.
#[derive(Default)]
pub(crate) struct HandlerAttr {
    pub(crate) name: Option<Written<String>>,
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) icons: Vec<Icon>,
    pub(crate) meta: Vec<(String, Json)>,
    pub(crate) guards: GuardsAttr,
    pub(crate) krate: Option<Path>,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum HandlerKey {
    Name,
    Title,
    Description,
    Icon,
    Meta,
    Guard(GuardKey),
    Crate,
}

/// The table of an attribute's keys: those of everything that is listed, and its own in between.
macro_rules! handler_keys {
    ($($own:tt)*) => {
        $crate::parse::handler_attr::guarded_keys! {
            ("name", Self::Handler(HandlerKey::Name)),
            ("title", Self::Handler(HandlerKey::Title)),
            ("description", Self::Handler(HandlerKey::Description)),
            $($own)*
            ("icon", Self::Handler(HandlerKey::Icon)),
            ("meta", Self::Handler(HandlerKey::Meta)),
        }
    };
}

/// Those of every function, behind its own.
macro_rules! guarded_keys {
    ($($own:tt)*) => {{
        use $crate::parse::guards_attr::GuardKey::*;
        use $crate::parse::handler_attr::HandlerKey::{self, Guard as Guarded};
        &[
            $($own)*
            ("auth", Self::Handler(Guarded(Auth))),
            ("public", Self::Handler(Guarded(Public))),
            ("timeout", Self::Handler(Guarded(Timeout))),
            ("rate", Self::Handler(Guarded(Rate))),
            ("concurrency", Self::Handler(Guarded(Concurrency))),
            ("queue", Self::Handler(Guarded(Queue))),
            ("queue_timeout", Self::Handler(Guarded(QueueTimeout))),
            ("cost", Self::Handler(Guarded(Cost))),
            ("budget", Self::Handler(Guarded(Budget))),
            ("breaker", Self::Handler(Guarded(Breaker))),
            ("cache", Self::Handler(Guarded(Cache))),
            ("max_output", Self::Handler(Guarded(MaxOutput))),
            ("guard", Self::Handler(Guarded(Guard))),
            ("crate", Self::Handler(HandlerKey::Crate)),
        ]
    }};
}

pub(super) use {guarded_keys, handler_keys};

impl HandlerKey {
    pub(crate) fn repeats(self) -> bool {
        matches!(self, Self::Icon | Self::Meta)
    }
}

impl HandlerAttr {
    /// Takes the setting `key`, which `entry` holds.
    pub(crate) fn read<K>(&mut self, key: HandlerKey, entry: &Entry<K>, errors: &mut Errors) {
        match key {
            HandlerKey::Name => self.name = entry.text("search_notes", errors),
            HandlerKey::Title => {
                self.title = entry.text("Search notes", errors).map(|text| text.value);
            }
            HandlerKey::Description => {
                self.description = entry.text("Searches the notes.", errors).map(|text| text.value);
            }
            HandlerKey::Icon => {
                let list = entry.list("src = \"https://..\"", errors).cloned();
                self.icons.extend(list.and_then(|list| Icon::parse(list, entry.span(), errors)));
            }
            HandlerKey::Meta => {
                if let Some(list) = entry.list("\"com.example/team\" = \"core\"", errors) {
                    meta::parse(list.clone(), &mut self.meta, errors);
                }
            }
            HandlerKey::Guard(key) => self.guards.read(key, entry, errors),
            HandlerKey::Crate => self.krate = entry.path("my_crate::mcp_runtime", errors),
        }
    }
}
