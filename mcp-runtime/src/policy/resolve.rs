use std::collections::BTreeMap;
use std::time::Duration;

use super::choose::{Chosen, Said};
use super::key::Key;
use super::layer::Layers;
use super::mistake::Mistakes;
#[cfg(not(feature = "policy"))]
use super::place::Place;
use super::place::Source;
use super::program::Program;
use super::value::Value;
use super::{consistency, environment};
use crate::auth::Rule;
use crate::guard::{Concurrency, ServerSettings, Settings};
use crate::usage::Kind;

/// The operator's file as it was read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PolicyFile<'a> {
    pub(crate) path: &'a str,
    pub(crate) text: &'a str,
}

/// What is in force, and why.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Policy {
    pub(crate) server: ServerSettings,
    /// One for each tool, prompt and resource of the program.
    pub(super) settings: BTreeMap<(Kind, &'static str), Settings>,
    pub(super) rows: Vec<Row>,
    /// What the operator names that is not there, and may come.
    pub(crate) waiting: Vec<String>,
}

/// One value in force.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// None for the server.
    pub(super) of: Option<(Kind, &'static str)>,
    pub(super) key: Key,
    pub(super) value: Value,
    pub(super) source: Source,
}

/// Puts together what everybody says. A variable beats the file, the file the
/// attribute, and all of them the defaults, of which the operator's come first.
pub(crate) fn resolve(
    program: &Program,
    file: Option<PolicyFile<'_>>,
    variables: &[(String, String)],
) -> Result<Policy, Mistakes> {
    let mut mistakes = Mistakes::default();
    let environment = environment::read(program, variables, &mut mistakes);
    let file = file.map_or_else(Layers::default, |file| read(program, file, &mut mistakes));
    let said = Said { program, environment: &environment, file: &file };

    let chosen = said.of_server();
    consistency::check("server", &chosen, program, &mut mistakes);
    let server = server(&chosen, program);
    let mut rows = rows(None, chosen);
    let mut all = BTreeMap::new();
    for handler in &program.handlers {
        let of = (handler.kind, handler.name);
        let chosen = said.of_handler(handler);
        consistency::check(&table_name(of.0, of.1), &chosen, program, &mut mistakes);
        all.insert(of, settings(&chosen, program));
        rows.extend(self::rows(Some(of), chosen));
    }
    let waiting = [environment.waiting, file.waiting].concat();
    mistakes.finish(Policy { server, settings: all, rows, waiting })
}

impl Policy {
    /// What the guards of one of the program's functions are to do.
    pub(crate) fn of(&self, kind: Kind, name: &'static str) -> &Settings {
        &self.settings[&(kind, name)]
    }
}

#[cfg(feature = "policy")]
fn read(program: &Program, file: PolicyFile<'_>, mistakes: &mut Mistakes) -> Layers {
    super::file::read(program, file, mistakes)
}

#[cfg(not(feature = "policy"))]
fn read(_: &Program, file: PolicyFile<'_>, mistakes: &mut Mistakes) -> Layers {
    mistakes.add(
        &Place::Path(file.path.into()),
        "",
        "this program cannot read policy files: build it with the feature `policy` of \
         mcp-runtime, or set variables instead",
    );
    Layers::default()
}

/// `tools.add`, or `tools."a.b"` where the name needs quotes.
pub(super) fn table_name(kind: Kind, name: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let table = kind.plural();
    if !name.is_empty() && name.bytes().all(bare) {
        format!("{table}.{name}")
    } else {
        format!("{table}.{name:?}")
    }
}

fn server(chosen: &[Chosen<'_>], program: &Program) -> ServerSettings {
    let flood = match of(chosen, Key::Flood) {
        Value::Rates(rates) => rates.first().copied(),
        _ => None,
    };
    let rate_limit_status = match of(chosen, Key::RateLimitStatus) {
        Value::Status(status) => *status,
        _ => ServerSettings::default().rate_limit_status,
    };
    ServerSettings { concurrency: concurrency(chosen), flood, rate_limit_status, ..program.server }
}

fn settings(chosen: &[Chosen<'_>], program: &Program) -> Settings {
    macro_rules! optional {
        ($key:ident) => {
            match of(chosen, Key::$key) {
                Value::$key(value) => Some(*value),
                _ => None,
            }
        };
    }
    Settings {
        enabled: *of(chosen, Key::Enabled) != Value::Flag(false),
        access: match of(chosen, Key::Auth) {
            Value::Auth(rule) => rule.clone(),
            _ => Rule::Server,
        },
        timeout: duration(chosen, Key::Timeout).unwrap_or(program.defaults.timeout),
        rates: match of(chosen, Key::Rate) {
            Value::Rates(rates) => rates.clone(),
            _ => Vec::new(),
        },
        concurrency: concurrency(chosen),
        cost: optional!(Cost),
        budget: optional!(Budget),
        breaker: optional!(Breaker),
        cache: optional!(Cache),
        max_output: match of(chosen, Key::MaxOutput) {
            Value::Bytes(bytes) => *bytes,
            _ => program.defaults.max_output,
        },
    }
}

fn concurrency(chosen: &[Chosen<'_>]) -> Option<Concurrency> {
    let Value::Count(calls) = *of(chosen, Key::Concurrency) else { return None };
    let queue = match *of(chosen, Key::Queue) {
        Value::Count(queue) => queue,
        _ => calls,
    };
    let timeout = duration(chosen, Key::QueueTimeout)?;
    Some(Concurrency { calls, queue, timeout })
}

fn duration(chosen: &[Chosen<'_>], key: Key) -> Option<Duration> {
    match of(chosen, key) {
        Value::Duration(duration) => Some(*duration),
        _ => None,
    }
}

fn of<'a>(chosen: &'a [Chosen<'_>], key: Key) -> &'a Value {
    chosen.iter().find(|chosen| chosen.key == key).map_or(&Value::Off, |chosen| &chosen.value)
}

/// What is shown: a queue only where there is one.
fn rows(of: Option<(Kind, &'static str)>, chosen: Vec<Chosen<'_>>) -> Vec<Row> {
    let queued = super::choose::calls(&chosen).is_some();
    let shown = |key| queued || !matches!(key, Key::Queue | Key::QueueTimeout);
    let chosen = chosen.into_iter().filter(|chosen| shown(chosen.key));
    chosen
        .map(|Chosen { key, value, origin }| Row { of, key, value, source: origin.source() })
        .collect()
}
