use std::borrow::Cow;

use serde_json::Value;

use super::dialect::Dialect;

/// References that follow each other.
const LONGEST: usize = 32;

/// Keywords whose effect depends on what stands beside them.
const TOUCHY: [&str; 10] = [
    "additionalProperties",
    "unevaluatedProperties",
    "unevaluatedItems",
    "items",
    "contains",
    "minContains",
    "maxContains",
    "if",
    "then",
    "else",
];

/// The schema that a schema stands for, where its reference can be followed: a pointer into the document.
pub(crate) fn resolve<'a>(document: &'a Value, schema: &'a Value) -> Option<Cow<'a, Value>> {
    let mut schema = schema;
    for _ in 0..LONGEST {
        let Some(map) = schema.as_object() else { return Some(Cow::Borrowed(schema)) };
        let Some(reference) = map.get("$ref") else { return Some(Cow::Borrowed(schema)) };
        let target = target(document, reference)?;
        if Dialect::Draft2020.is_only_reference(map) {
            schema = target;
            continue;
        }
        return beside(map, target).map(Cow::Owned);
    }
    None
}

/// One schema of a reference's target and of what stands beside it, where neither changes what the other means.
fn beside(map: &serde_json::Map<String, Value>, target: &Value) -> Option<Value> {
    let says = |keyword: &String| is_assertion(keyword) && keyword != "$ref";
    let mut merged = target.as_object()?.clone();
    let touchy = |keyword: &&str| map.contains_key(*keyword) || merged.contains_key(*keyword);
    if merged.contains_key("$ref") || TOUCHY.iter().any(touchy) {
        return None;
    }
    for (keyword, value) in map.iter().filter(|(keyword, _)| says(keyword)) {
        if merged.insert(keyword.clone(), value.clone()).is_some() {
            return None;
        }
    }
    Some(Value::Object(merged))
}

pub(super) fn target<'a>(document: &'a Value, reference: &Value) -> Option<&'a Value> {
    let pointer = reference.as_str()?.strip_prefix('#')?;
    // An anchor, or a pointer that a URI had to encode.
    if pointer.contains('%') || !(pointer.is_empty() || pointer.starts_with('/')) {
        return None;
    }
    document.pointer(pointer)
}

/// Whether a keyword can make a difference to what is valid, or to what is read.
pub(super) fn is_assertion(keyword: &str) -> bool {
    match keyword {
        "$defs" | "definitions" => false,
        "format" | "contentEncoding" | "contentMediaType" => true,
        _ => Dialect::Draft2020.holds(keyword).is_some(),
    }
}
