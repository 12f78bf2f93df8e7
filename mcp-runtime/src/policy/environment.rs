//! `MCP_DEFAULT__TIMEOUT=10s`, `MCP_SERVER__FLOOD=100/s`, `MCP_TOOL_ADD__RATE=60/min`.
//!
//! Two underscores stand before the setting, because names with single ones
//! belong to others too: Kubernetes gives each container variables such as
//! `MCP_SERVER_PORT` for a service `mcp-server`, and clients have an
//! `MCP_TOOL_TIMEOUT` of their own.

use mcp_literals::nearest;

use super::key::Key;
use super::layer::{Layers, Section};
use super::mistake::Mistakes;
use super::place::Place;
use super::program::{HandlerPolicy, Program};
use super::raw::Raw;
use crate::usage::Kind;

const DEFAULT: &str = "MCP_DEFAULT_";
const SERVER: &str = "MCP_SERVER_";

/// Of one tool, prompt, resource or method.
const HANDLERS: [(&str, Kind); 4] = [
    ("MCP_TOOL_", Kind::Tool),
    ("MCP_PROMPT_", Kind::Prompt),
    ("MCP_RESOURCE_", Kind::Resource),
    ("MCP_METHOD_", Kind::Method),
];

/// Reads the variables that have one of the prefixes.
pub(super) fn read(
    program: &Program,
    variables: &[(String, String)],
    mistakes: &mut Mistakes,
) -> Layers {
    let mut layers = Layers::default();
    for (name, text) in variables {
        let place = Place::Variable(name.clone());
        match find(program, name) {
            None => {}
            Some(Meant::Nothing(problem)) => mistakes.add(&place, "", problem),
            Some(Meant::Later) => layers.waiting.push(name.clone()),
            Some(Meant::Setting(section, key)) => match key.read(&raw(key, text), section) {
                Ok(value) => layers.insert(section, key, value, place),
                Err(wrong) => {
                    for (_, problem) in wrong {
                        mistakes.add(&place, "", problem);
                    }
                }
            },
        }
    }
    layers
}

/// What a variable is for.
enum Meant<'p> {
    Setting(Section<'p>, Key),
    /// Something that is not there yet.
    Later,
    /// Nothing that there is, and why.
    Nothing(String),
}

/// What a variable sets; none where it is nobody's business here.
fn find<'p>(program: &'p Program, name: &str) -> Option<Meant<'p>> {
    let of_one = HANDLERS.iter().find(|(prefix, _)| name.starts_with(prefix));
    let (section, prefix, written) = if let Some((prefix, kind)) = of_one.copied() {
        let rest = &name[prefix.len()..];
        let Some((named, written)) = rest.rsplit_once("__") else {
            return one_underscore(program, prefix, kind, rest).map(Meant::Nothing);
        };
        match handler(program, kind, named) {
            Ok(of) => (Section::Handler(of), format!("{prefix}{}__", upper(of.name)), written),
            Err(Unfound::Nobody(_)) if program.may_come(kind) => return Some(Meant::Later),
            Err(Unfound::Nobody(problem) | Unfound::Several(problem)) => {
                return Some(Meant::Nothing(problem));
            }
        }
    } else {
        let prefix = [DEFAULT, SERVER].into_iter().find(|prefix| name.starts_with(prefix))?;
        let section = if prefix == SERVER { Section::Server } else { Section::Defaults };
        let rest = &name[prefix.len()..];
        let Some(written) = rest.strip_prefix('_') else {
            let known = section.keys().iter().any(|key| upper(key.name()) == rest);
            let problem = format!("two underscores stand before a setting: write {prefix}_{rest}");
            return known.then_some(Meant::Nothing(problem));
        };
        (section, format!("{prefix}_"), written)
    };
    let keys = section.keys().iter().copied();
    let key = keys.clone().find(|key| upper(key.name()) == written);
    if let Some(key) = key {
        return Some(Meant::Setting(section, key));
    }
    let near = nearest(&written.to_ascii_lowercase(), keys.clone().map(Key::name));
    Some(Meant::Nothing(if let Some(near) = near {
        format!("there is no such setting; did you mean {prefix}{}?", upper(near))
    } else {
        let known: Vec<String> = keys.map(|key| upper(key.name())).collect();
        format!("there is no such setting; after {prefix} comes one of {}", known.join(", "))
    }))
}

/// The variable that would stand for another one as well once this one is
/// there, and for which.
pub(super) fn shared<'v>(
    program: &Program,
    added: &HandlerPolicy,
    variables: &'v [(String, String)],
) -> Option<(&'v str, &'static str)> {
    let name = upper(added.name);
    let (prefix, kind) = HANDLERS.into_iter().find(|(_, kind)| *kind == added.kind)?;
    let other = program.of(kind).find(|it| it.name != added.name && upper(it.name) == name)?;
    let of_both = format!("{prefix}{name}__");
    let (variable, _) = variables.iter().find(|(variable, _)| variable.starts_with(&of_both))?;
    Some((variable, other.name))
}

/// What is wrong with `NAME_KEY`, where both are known.
fn one_underscore(program: &Program, prefix: &str, kind: Kind, rest: &str) -> Option<String> {
    let meant = Key::OF_HANDLERS.iter().map(|key| upper(key.name())).find_map(|key| {
        let name = rest.strip_suffix(&key)?.strip_suffix('_')?;
        let known = program.of(kind).any(|handler| upper(handler.name) == name);
        known.then(|| format!("{prefix}{name}__{key}"))
    })?;
    Some(format!("two underscores stand before a setting: write {meant}"))
}

/// Why a name stands for nothing.
enum Unfound {
    Nobody(String),
    Several(String),
}

/// The one of this name.
fn handler<'p>(
    program: &'p Program,
    kind: Kind,
    written: &str,
) -> Result<&'p HandlerPolicy, Unfound> {
    let names: Vec<String> = program.of(kind).map(|handler| upper(handler.name)).collect();
    let mut found = program.of(kind).filter(|handler| upper(handler.name) == written);
    match (found.next(), found.next()) {
        (Some(handler), None) => Ok(handler),
        (Some(one), Some(other)) => Err(Unfound::Several(format!(
            "stands for the {} `{}` and `{}` alike; set it in the policy file, where their \
             names differ",
            kind.plural(),
            one.name,
            other.name
        ))),
        (None, _) => {
            Err(Unfound::Nobody(match nearest(written, names.iter().map(String::as_str)) {
                Some(near) => format!("there is no {kind} {written}; did you mean {near}?"),
                None => format!("there is no {kind} {written}; `policy` lists what there is"),
            }))
        }
    }
}

/// A name as variables have it.
fn upper(name: &str) -> String {
    let char = |char: char| if char.is_ascii_alphanumeric() { char } else { '_' };
    name.chars().map(char).collect::<String>().to_ascii_uppercase()
}

/// Numbers and flags need no quotes in the file, and lists are told by commas.
fn raw(key: Key, text: &str) -> Raw<'_> {
    match (key, text) {
        (Key::Enabled, "true" | "false") => Raw::Flag(text == "true"),
        (Key::Auth, "true") => Raw::Flag(true),
        (Key::Concurrency | Key::Queue | Key::RateLimitStatus, _) => {
            text.parse().map_or(Raw::Text(text), Raw::Whole)
        }
        (Key::Rate | Key::Auth, _) if text.contains(',') => {
            Raw::List(text.split(',').map(|item| Raw::Text(item.trim())).collect())
        }
        _ => Raw::Text(text),
    }
}
