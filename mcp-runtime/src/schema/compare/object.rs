use serde_json::{Map, Value};

use super::array::ANYTHING;
use super::change::{KEEP, step};
use super::{Compare, Fit, Role};
use crate::schema::types::Types;

type Members = Map<String, Value>;

impl Compare<'_> {
    pub(super) fn object(&mut self, at: &str, fit: &Fit<'_>, kinds: Types) {
        if !kinds.has(Types::OBJECT) {
            return;
        }
        self.counts(at, fit, "minProperties", "maxProperties");
        self.as_it_was(at, fit, &["propertyNames"]);
        self.as_it_was(at, fit, &["dependentRequired"]);
        self.as_it_was(at, fit, &["dependentSchemas"]);
        self.required(at, fit);
        let (old, new) = self.in_order(fit.narrow, fit.wide);
        if old.contains_key("patternProperties") || new.contains_key("patternProperties") {
            return self.patterns(at, fit);
        }
        for name in names(old, new) {
            self.member(at, old, new, name);
        }
        self.others(at, old, new);
    }

    fn required(&mut self, at: &str, fit: &Fit<'_>) {
        let (old, new) = self.in_order(fit.narrow, fit.wide);
        for name in listed(fit.wide).filter(|name| !requires(fit.narrow, name)) {
            let at = step(&step(at, "properties"), name);
            let known = property(old, name).is_some();
            match self.role {
                Role::Input if known => self.breaking(
                    &at,
                    format!("`{name}` is required now"),
                    "give it a default, or make it an `Option`",
                ),
                Role::Input => self.breaking(
                    &at,
                    format!("`{name}` was added, and is required"),
                    "give it a default, or make it an `Option`",
                ),
                // Said where it is missing.
                Role::Output if known && property(new, name).is_none() => {}
                Role::Output => self.breaking(
                    &at,
                    format!("`{name}` may be absent now"),
                    "set it in every result",
                ),
            }
        }
        for name in listed(fit.narrow).filter(|name| !requires(fit.wide, name)) {
            let at = step(&step(at, "properties"), name);
            match self.role {
                Role::Input if property(new, name).is_some() => {
                    self.note(&at, &format!("`{name}` may be left out now"), None, None);
                }
                Role::Output if property(old, name).is_some() => {
                    self.note(&at, &format!("`{name}` is always there now"), None, None);
                }
                _ => {}
            }
        }
    }

    /// Names that a pattern may cover as well: only what is the same on both sides is understood.
    fn patterns(&mut self, at: &str, fit: &Fit<'_>) {
        self.as_it_was(at, fit, &["patternProperties", "additionalProperties"]);
        let (old, new) = self.in_order(fit.narrow, fit.wide);
        let same = old.get("patternProperties").is_some() == new.get("patternProperties").is_some();
        for name in names(old, new) {
            match (property(old, name), property(new, name)) {
                (Some(first), Some(second)) if same => {
                    self.node(&step(&step(at, "properties"), name), first, second);
                }
                _ => self.unknown(at, &format!("`{name}` may be covered by `patternProperties`")),
            }
        }
        if !same {
            self.unknown(at, "`patternProperties` came or went");
        }
    }

    fn member(&mut self, at: &str, old: &Members, new: &Members, name: &str) {
        let at = step(&step(at, "properties"), name);
        match (property(old, name), property(new, name)) {
            (Some(first), Some(second)) => self.node(&at, first, second),
            (Some(first), None) => self.gone(&at, first, others(new), name),
            (None, Some(second)) => self.came(&at, others(old), second, requires(new, name), name),
            (None, None) => {}
        }
    }

    fn gone(&mut self, at: &str, old: &Value, others: &Value, name: &str) {
        match (self.role, others) {
            (Role::Output, _) => self.breaking(
                at,
                format!("`{name}` was removed"),
                "keep it in the result beside what replaces it",
            ),
            (Role::Input, Value::Bool(false)) => self.breaking(
                at,
                format!("`{name}` was removed, and unknown members are refused"),
                "keep it as an `Option` that is not looked at",
            ),
            (Role::Input, Value::Bool(true)) => self.warning(
                at,
                format!("`{name}` was removed: it is still allowed, and not looked at"),
                "tell callers in the description what replaces it",
            ),
            // It counts among the others now.
            (Role::Input, others) => {
                self.warning(at, format!("`{name}` was removed"), "keep it as an `Option`");
                self.node(at, old, others);
            }
        }
    }

    fn came(&mut self, at: &str, others: &Value, new: &Value, required: bool, name: &str) {
        match (self.role, others) {
            (Role::Input, Value::Bool(false)) if required => {} // said already
            (Role::Input, Value::Bool(false)) => {
                self.note(at, &format!("`{name}` was added, and may be left out"), None, None);
            }
            (Role::Input, Value::Bool(true)) => self.warning(
                at,
                format!("`{name}` was added: where callers sent it, it was not looked at"),
                "refuse unknown members, with `#[serde(deny_unknown_fields)]`",
            ),
            (Role::Output, Value::Bool(false)) => self.warning(
                at,
                format!("`{name}` was added, and the old schema allowed no other properties"),
                "mind readers that refuse what they do not know",
            ),
            (Role::Output, Value::Bool(true)) => {
                self.note(at, &format!("`{name}` was added"), None, None);
            }
            // It was one of the others before.
            (_, others) => self.node(at, others, new),
        }
    }

    /// Members that neither side lists.
    fn others(&mut self, at: &str, old: &Members, new: &Members) {
        let at = step(at, "additionalProperties");
        match (self.role, others(old), others(new)) {
            (Role::Input, Value::Bool(false), Value::Bool(false)) => {}
            (Role::Input, _, Value::Bool(false)) => {
                self.breaking(&at, "unknown members are refused now", "go on ignoring them");
            }
            (Role::Output, Value::Bool(false), others) if *others != Value::Bool(false) => {
                self.breaking(&at, "other properties than those listed may come now", KEEP);
            }
            (_, old, new) => self.node(&at, old, new),
        }
    }
}

fn property<'a>(schema: &'a Members, name: &str) -> Option<&'a Value> {
    schema.get("properties")?.get(name)
}

/// What holds for members that are not listed.
fn others(schema: &Members) -> &Value {
    match schema.get("additionalProperties") {
        Some(Value::Object(map)) if map.is_empty() => &ANYTHING,
        Some(others) => others,
        None => &ANYTHING,
    }
}

/// The names that either side lists, each once.
fn names<'a>(old: &'a Members, new: &'a Members) -> Vec<&'a String> {
    let of = |schema: &'a Members| schema.get("properties").and_then(Value::as_object);
    let known = of(old).into_iter().flatten().map(|(name, _)| name);
    let added = of(new).into_iter().flatten().map(|(name, _)| name);
    known.chain(added.filter(|name| property(old, name).is_none())).collect()
}

pub(super) fn listed(schema: &Members) -> impl Iterator<Item = &str> {
    let names = schema.get("required").and_then(Value::as_array);
    names.into_iter().flatten().filter_map(Value::as_str)
}

pub(super) fn requires(schema: &Members, name: &str) -> bool {
    listed(schema).any(|one| one == name)
}
