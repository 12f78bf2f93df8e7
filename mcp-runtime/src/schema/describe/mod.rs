//! Schemas in words, for the `expected` of a violation.
//!
//! Nothing here runs unless an instance is invalid, and every phrase is bounded: it ends up in a model's context.

mod choices;
mod names;
mod quantity;

pub(super) use self::{
    choices::{choices_of, one_of},
    names::no_other_property,
    quantity::{count, number, string_length, string_pattern},
};
use super::{
    node::{InPlace, Node, NodeId, Nodes, Rules},
    rules::{Contains, ObjectRules},
    types::Types,
};

/// How far references and alternatives are followed for one phrase.
const LEVELS: usize = 4;

/// Alternatives that one phrase lists.
const ALTERNATIVES: usize = 8;

/// What a schema asks for, as a noun phrase.
pub(super) fn phrase(nodes: &Nodes, id: NodeId) -> String {
    phrase_within(nodes, id, LEVELS)
}

/// What several alternatives ask for.
pub(super) fn any_of(nodes: &Nodes, ids: &[NodeId]) -> String {
    alternatives(nodes, ids, LEVELS)
}

pub(super) fn exactly_one(nodes: &Nodes, ids: &[NodeId]) -> String {
    let phrases = phrases(nodes, ids, LEVELS);
    format!("a value that matches only one of: {}", phrases.join("; "))
}

pub(super) fn contains(nodes: &Nodes, contains: &Contains) -> String {
    let count = count(contains.count, "item", "items");
    format!("{count} being {}", phrase(nodes, contains.node))
}

fn phrase_within(nodes: &Nodes, id: NodeId, levels: usize) -> String {
    let rules = match &nodes[id] {
        Node::Always => return "any value".to_owned(),
        Node::Never => return "no value".to_owned(),
        Node::Rules(rules) => rules,
    };
    if let Some(values) = choices_of(nodes, &[id]) {
        return one_of(&values);
    }
    let kinds: Vec<String> =
        kinds(rules).into_iter().map(|kind| kind_phrase(nodes, rules, kind, levels)).collect();
    if !kinds.is_empty() {
        return or(&kinds);
    }
    let next = levels.checked_sub(1);
    match (rules.in_place.first(), next) {
        (Some(InPlace::Ref(node)), Some(levels)) => phrase_within(nodes, *node, levels),
        (Some(InPlace::Any(ids) | InPlace::One(ids)), Some(levels)) => {
            alternatives(nodes, ids, levels)
        }
        (Some(InPlace::All(ids)), Some(levels)) => phrases(nodes, ids, levels).join(" and "),
        (Some(InPlace::Not { text, .. }), _) => format!("a value that does not match {text}"),
        _ => "a value that matches its schema".to_owned(),
    }
}

fn alternatives(nodes: &Nodes, ids: &[NodeId], levels: usize) -> String {
    choices_of(nodes, ids)
        .map_or_else(|| or(&phrases(nodes, ids, levels)), |values| one_of(&values))
}

fn phrases(nodes: &Nodes, ids: &[NodeId], levels: usize) -> Vec<String> {
    let mut phrases: Vec<String> = Vec::new();
    for &id in ids.iter().take(ALTERNATIVES) {
        let phrase = phrase_within(nodes, id, levels);
        if !phrases.contains(&phrase) {
            phrases.push(phrase);
        }
    }
    if ids.len() > ALTERNATIVES {
        phrases.push(format!("one of {} other forms", ids.len() - ALTERNATIVES));
    }
    phrases
}

/// The types that a schema admits; without `type`, those that its keywords are about.
fn kinds(rules: &Rules) -> Vec<Types> {
    let types = rules.types.unwrap_or_else(|| {
        let about = |has: bool, kind| if has { kind } else { Types::default() };
        about(rules.string.is_some(), Types::STRING)
            .with(about(rules.number.is_some(), Types::NUMBER))
            .with(about(rules.array.is_some(), Types::ARRAY))
            .with(about(rules.object.is_some(), Types::OBJECT))
    });
    let both = types.has(Types::NUMBER) && types.has(Types::INTEGER);
    types.iter().filter(|&kind| !(both && kind == Types::INTEGER)).collect()
}

fn kind_phrase(nodes: &Nodes, rules: &Rules, kind: Types, levels: usize) -> String {
    match kind {
        Types::STRING => match &rules.string {
            Some(string) => quantity::string(string),
            None => "a string".to_owned(),
        },
        Types::INTEGER | Types::NUMBER => match &rules.number {
            Some(limits) => number(Some(kind), limits),
            None => quantity::number_noun(Some(kind)).to_owned(),
        },
        Types::BOOLEAN => "true or false".to_owned(),
        Types::ARRAY => array(nodes, rules, levels),
        Types::OBJECT => rules
            .object
            .as_ref()
            .map_or_else(|| "an object".to_owned(), |object| self::object(nodes, object)),
        _ => "null".to_owned(),
    }
}

/// `an array of strings` where the items are of one plain type.
fn array(nodes: &Nodes, rules: &Rules, levels: usize) -> String {
    let Some(array) = &rules.array else {
        return "an array".to_owned();
    };
    let (one, many) = match array.items.map(|items| plain_type(nodes, items)) {
        Some(Some(names)) if levels > 0 && array.prefix.is_empty() => names,
        _ => ("item", "items"),
    };
    if !array.length.is_unbounded() {
        format!("an array of {}", count(array.length, one, many))
    } else if many == "items" {
        "an array".to_owned()
    } else {
        format!("an array of {many}")
    }
}

fn plain_type(nodes: &Nodes, id: NodeId) -> Option<(&'static str, &'static str)> {
    let rules = nodes.rules(id)?;
    let [kind] = kinds(rules)[..] else {
        return None;
    };
    Some(match kind {
        Types::STRING => ("string", "strings"),
        Types::INTEGER => ("integer", "integers"),
        Types::NUMBER => ("number", "numbers"),
        Types::BOOLEAN => ("boolean", "booleans"),
        Types::ARRAY => ("array", "arrays"),
        Types::OBJECT => ("object", "objects"),
        _ => return None,
    })
}

/// What tells this object from others: its tags, or else what it must have.
fn object(nodes: &Nodes, object: &ObjectRules) -> String {
    let tags: Vec<String> = object
        .tags()
        .filter_map(|(name, node)| {
            let values = choices_of(nodes, &[node])?;
            Some(format!("`{name}` {}", one_of(&values)))
        })
        .collect();
    if !tags.is_empty() {
        return format!("an object with {}", and(&tags));
    }
    let required: Vec<String> = object.required.iter().map(|name| format!("`{name}`")).collect();
    if !required.is_empty() {
        return format!("an object with {}", and(&required));
    }
    if object.size.is_unbounded() {
        "an object".to_owned()
    } else {
        format!("an object with {}", count(object.size, "property", "properties"))
    }
}

fn or(items: &[String]) -> String {
    join(items, " or ")
}

fn and(items: &[String]) -> String {
    join(items, " and ")
}

fn join(items: &[String], last: &str) -> String {
    let (end, start) = match items {
        [] => return String::new(),
        [only] => return only.clone(),
        [start @ .., end] => (end, start),
    };
    if start.len() > ALTERNATIVES {
        let shown = start[..ALTERNATIVES].join(", ");
        return format!("{shown}{last}{} more", items.len() - ALTERNATIVES);
    }
    format!("{}{last}{end}", start.join(", "))
}
