use super::key::Key;
use super::layer::{Layers, Written};
use super::place::{Place, Source};
use super::program::{HandlerPolicy, Program};
use super::value::Value;
use crate::auth::Rule;
use crate::guard::Concurrency;

/// What was said of a program's guards: the environment beats the file.
pub(super) struct Said<'a> {
    pub(super) program: &'a Program,
    pub(super) environment: &'a Layers,
    pub(super) file: &'a Layers,
}

/// A value in force.
pub(super) struct Chosen<'a> {
    pub(super) key: Key,
    pub(super) value: Value,
    pub(super) origin: Origin<'a>,
}

pub(super) enum Origin<'a> {
    Program,
    Attribute(&'a HandlerPolicy),
    /// Written by the operator for all of them.
    Defaults(&'a Place),
    /// Written by the operator for this one, or for the server.
    Own(&'a Place),
}

impl Origin<'_> {
    pub(super) fn source(&self) -> Source {
        match self {
            Self::Program => Source::Default,
            Self::Attribute(of) => Source::Attribute { file: of.file, line: of.line },
            Self::Defaults(place) | Self::Own(place) => Source::from(*place),
        }
    }

    /// Where the operator can change it.
    pub(super) fn place(&self) -> Option<&Place> {
        match self {
            Self::Program | Self::Attribute(_) => None,
            Self::Defaults(place) | Self::Own(place) => Some(place),
        }
    }
}

impl<'a> Said<'a> {
    /// All settings of a tool, prompt or resource, in the order of their keys.
    pub(super) fn of_handler(&self, of: &'a HandlerPolicy) -> Vec<Chosen<'a>> {
        let mut chosen: Vec<Chosen<'a>> = Vec::new();
        for key in Key::OF_HANDLERS.iter().copied() {
            let last = calls(&chosen);
            let (value, origin) = self
                .own(of, key)
                .or_else(|| attribute(of, key).map(|value| (value, Origin::Attribute(of))))
                .or_else(|| self.default(of, key))
                .unwrap_or_else(|| (self.builtin(key, last), Origin::Program));
            chosen.push(Chosen { key, value, origin });
        }
        chosen
    }

    fn own(&self, handler: &HandlerPolicy, key: Key) -> Option<(Value, Origin<'a>)> {
        let written = self.environment.of(handler, key).or(self.file.of(handler, key))?;
        Some((written.value.clone(), Origin::Own(&written.place)))
    }

    fn default(&self, handler: &HandlerPolicy, key: Key) -> Option<(Value, Origin<'a>)> {
        // A default says "wherever that is safe".
        if key == Key::Cache && !handler.read_only {
            return None;
        }
        let of = |layers: &'a Layers| layers.defaults.get(&key);
        let written = of(self.environment).or_else(|| of(self.file))?;
        Some((written.value.clone(), Origin::Defaults(&written.place)))
    }

    /// What holds where nobody said anything. `calls` is the concurrency.
    fn builtin(&self, key: Key, calls: Option<u32>) -> Value {
        let defaults = &self.program.defaults;
        match key {
            Key::Enabled => Value::Flag(true),
            Key::Timeout => Value::Duration(defaults.timeout),
            // As many again may wait: a short burst is no overload.
            Key::Queue => Value::Count(calls.unwrap_or_default()),
            Key::QueueTimeout => Value::Duration(defaults.queue_timeout),
            Key::MaxOutput => Value::Bytes(defaults.max_output),
            _ => Value::Off,
        }
    }

    /// All settings of the server, in the order of their keys.
    pub(super) fn of_server(&self) -> Vec<Chosen<'a>> {
        let mut chosen: Vec<Chosen<'a>> = Vec::new();
        for key in Key::OF_SERVER.iter().copied() {
            let of = |layers: &'a Layers| layers.server.get(&key);
            let written: Option<&Written> = of(self.environment).or_else(|| of(self.file));
            let (value, origin) = match written {
                Some(written) => (written.value.clone(), Origin::Own(&written.place)),
                None => (self.builtin_of_server(key, calls(&chosen)), Origin::Program),
            };
            chosen.push(Chosen { key, value, origin });
        }
        chosen
    }

    fn builtin_of_server(&self, key: Key, calls: Option<u32>) -> Value {
        let server = &self.program.server;
        match (key, server.concurrency) {
            (Key::Concurrency, Some(Concurrency { calls, .. })) => Value::Count(calls),
            (Key::Queue, Some(Concurrency { queue, .. })) => Value::Count(queue),
            (Key::QueueTimeout, Some(Concurrency { timeout, .. })) => Value::Duration(timeout),
            (Key::Flood, _) => Value::rates(server.flood.into_iter().collect()),
            (Key::RateLimitStatus, _) => Value::Status(server.rate_limit_status),
            (key, _) => self.builtin(key, calls),
        }
    }
}

fn attribute(handler: &HandlerPolicy, key: Key) -> Option<Value> {
    let guards = &handler.guards;
    match key {
        Key::Auth => Some(&guards.access)
            .filter(|access| **access != Rule::Server)
            .map(|access| Value::auth(access.clone())),
        Key::Timeout => guards.timeout.map(Value::Duration),
        Key::Rate => Some(&guards.rates)
            .filter(|rates| !rates.is_empty())
            .map(|rates| Value::rates(rates.clone())),
        Key::Concurrency => guards.concurrency.map(Value::Count),
        Key::Queue => guards.queue.map(Value::Count),
        Key::QueueTimeout => guards.queue_timeout.map(Value::Duration),
        Key::Cost => guards.cost.map(Value::Cost),
        Key::Budget => guards.budget.map(Value::Budget),
        Key::Breaker => guards.breaker.map(Value::Breaker),
        Key::Cache => guards.cache.map(Value::Cache),
        Key::MaxOutput => guards.max_output.map(Value::Bytes),
        Key::Enabled | Key::Flood | Key::RateLimitStatus => None,
    }
}

/// The concurrency among what was chosen so far.
pub(super) fn calls(chosen: &[Chosen<'_>]) -> Option<u32> {
    chosen.iter().find(|chosen| chosen.key == Key::Concurrency).and_then(|chosen| {
        match chosen.value {
            Value::Count(calls) => Some(calls),
            _ => None,
        }
    })
}
