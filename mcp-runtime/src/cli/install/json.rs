//! JSON with comments and trailing commas, as editors write it.

use jsonc_parser::ParseOptions;
use jsonc_parser::cst::{CstInputValue, CstObject, CstRootNode};
use serde_json::Value;

use super::edit::Problem;
use super::entry::Entry;

const OPTIONS: ParseOptions = ParseOptions {
    allow_comments: true,
    allow_trailing_commas: true,
    allow_loose_object_property_names: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// What VS Code asks its user for.
const INPUTS: &str = "inputs";

fn parse(text: &str) -> Result<CstRootNode, Problem> {
    CstRootNode::parse(text, &OPTIONS)
        .map_err(|error| Problem::at(text, error.range().start, error.kind().to_string()))
}

pub(super) fn value(text: &str) -> Result<Value, Problem> {
    let root = parse(text)?;
    match root.value() {
        None => Ok(Value::Object(serde_json::Map::new())),
        Some(_) => root.to_serde_value().ok_or_else(|| Problem::of("it holds no JSON")),
    }
}

pub(super) fn set(text: &str, servers: &str, name: &str, entry: &Entry) -> Result<String, Problem> {
    let root = parse(text)?;
    let object = root.object_value_or_create().ok_or_else(|| not_an_object("it"))?;
    unique(&object, servers)?;
    let all = object.object_value_or_create(servers).ok_or_else(|| not_an_object(servers))?;
    unique(&all, name)?;
    let value = input(&Value::Object(entry.value.clone()));
    match all.get(name) {
        Some(old) => old.set_value(value),
        None => _ = all.append(name, value),
    }
    if !entry.inputs.is_empty() {
        set_inputs(&object, &entry.inputs)?;
    }
    let text = root.to_string();
    Ok(if text.ends_with('\n') { text } else { text + "\n" })
}

pub(super) fn remove(text: &str, servers: &str, name: &str) -> Result<String, Problem> {
    let root = parse(text)?;
    let Some(object) = root.object_value() else { return Ok(text.to_owned()) };
    unique(&object, servers)?;
    let Some(all) = object.object_value(servers) else { return Ok(text.to_owned()) };
    unique(&all, name)?;
    let Some(old) = all.get(name) else { return Ok(text.to_owned()) };
    let asked = old.to_string();
    old.remove();
    remove_inputs(&root, &object, &asked);
    Ok(root.to_string())
}

/// What is there twice some read the first of and some the last.
fn unique(object: &CstObject, name: &str) -> Result<(), Problem> {
    let named = |it: &jsonc_parser::cst::CstObjectProp| it.decoded_name().as_deref() == Some(name);
    match object.properties().into_iter().filter(named).count() {
        0 | 1 => Ok(()),
        _ => Err(Problem::of(format!("`{name}` is in it twice"))),
    }
}

fn not_an_object(what: &str) -> Problem {
    Problem::of(format!("{what} holds something else than an object"))
}

fn set_inputs(object: &CstObject, inputs: &[Value]) -> Result<(), Problem> {
    unique(object, INPUTS)?;
    let all = object
        .array_value_or_create(INPUTS)
        .ok_or_else(|| Problem::of(format!("{INPUTS} holds something else than an array")))?;
    for wanted in inputs {
        let id = |value: Option<Value>| value.and_then(|value| value.get("id").cloned());
        let there =
            all.elements().iter().any(|it| id(it.to_serde_value()) == wanted.get("id").cloned());
        if !there {
            all.append(input(wanted));
        }
    }
    all.ensure_multiline();
    Ok(())
}

/// Removes what only the removed entry asked for.
fn remove_inputs(root: &CstRootNode, object: &CstObject, asked: &str) {
    let Some(all) = object.array_value(INPUTS) else { return };
    for element in all.elements() {
        let id = element.to_serde_value();
        let id = id.as_ref().and_then(|value| value.get("id")).and_then(Value::as_str);
        let Some(reference) = id.map(|id| format!("${{input:{id}}}")) else { continue };
        if asked.contains(&reference) && !root.to_string().contains(&reference) {
            element.remove();
            if all.elements().is_empty() {
                object.get(INPUTS).into_iter().for_each(jsonc_parser::cst::CstObjectProp::remove);
                return;
            }
        }
    }
}

fn input(value: &Value) -> CstInputValue {
    match value {
        Value::Null => CstInputValue::Null,
        Value::Bool(it) => CstInputValue::Bool(*it),
        Value::Number(it) => CstInputValue::Number(it.to_string()),
        Value::String(it) => CstInputValue::String(it.clone()),
        Value::Array(all) => CstInputValue::Array(all.iter().map(input).collect()),
        Value::Object(all) => CstInputValue::Object(
            all.iter().map(|(name, value)| (name.clone(), input(value))).collect(),
        ),
    }
}
