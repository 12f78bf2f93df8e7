use std::collections::BTreeMap;

use super::key::Key;
use super::place::Place;
use super::program::HandlerPolicy;
use super::value::Value;
use crate::usage::Kind;

/// What one source, the file or the environment, says.
#[derive(Debug, Default)]
pub(super) struct Layers {
    pub(super) defaults: Layer,
    pub(super) server: Layer,
    /// By what they are of.
    pub(super) handlers: BTreeMap<(Kind, &'static str), Layer>,
    /// What it names that is not there, and may come.
    pub(super) waiting: Vec<String>,
}

pub(super) type Layer = BTreeMap<Key, Written>;

/// A value and where the operator wrote it.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) value: Value,
    pub(super) place: Place,
}

/// What a setting is written for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Section<'p> {
    Defaults,
    Server,
    Handler(&'p HandlerPolicy),
}

impl Section<'_> {
    pub(super) fn keys(self) -> &'static [Key] {
        match self {
            Self::Defaults | Self::Handler(_) => Key::OF_HANDLERS,
            Self::Server => Key::OF_SERVER,
        }
    }

    /// Where a setting belongs that does not belong here.
    pub(super) fn elsewhere(self, name: &str) -> Option<&'static str> {
        let (others, place) = match self {
            Self::Server => (Key::OF_HANDLERS, "it belongs under [defaults] or [tools.NAME]"),
            _ => (Key::OF_SERVER, "it belongs under [server]"),
        };
        others.iter().any(|key| key.name() == name).then_some(place)
    }
}

impl Layers {
    pub(super) fn insert(&mut self, section: Section<'_>, key: Key, value: Value, place: Place) {
        let layer = match section {
            Section::Defaults => &mut self.defaults,
            Section::Server => &mut self.server,
            Section::Handler(of) => self.handlers.entry((of.kind, of.name)).or_default(),
        };
        layer.insert(key, Written { value, place });
    }

    pub(super) fn of(&self, handler: &HandlerPolicy, key: Key) -> Option<&Written> {
        self.handlers.get(&(handler.kind, handler.name))?.get(&key)
    }
}
