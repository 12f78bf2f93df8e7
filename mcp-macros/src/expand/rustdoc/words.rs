//! Constraints in words.

use super::escape::code;
use crate::literal::json::Json;

/// What the members of an overlay demand, as a short list.
pub(super) fn of(overlay: &[(String, Json)]) -> String {
    let get =
        |key: &str| overlay.iter().find(|(existing, _)| existing == key).map(|(_, value)| value);
    let mut words: Vec<String> = Vec::new();
    words.extend(range(get("minimum"), get("maximum"), ""));
    words.extend(get("exclusiveMinimum").map(|bound| format!("more than {}", value(bound))));
    words.extend(get("exclusiveMaximum").map(|bound| format!("less than {}", value(bound))));
    words.extend(get("multipleOf").map(|step| format!("a multiple of {}", value(step))));
    words.extend(range(get("minLength"), get("maxLength"), "length "));
    words.extend((get("uniqueItems") == Some(&Json::Bool(true))).then(|| "no repeats".to_owned()));
    if let Some(Json::String(pattern)) = get("pattern") {
        words.push(format!("matches {}", code(pattern)));
    }
    if let Some(Json::Array(choices)) = get("enum") {
        words.push(format!("one of {}", list(choices)));
    }
    words.extend((get("writeOnly") == Some(&Json::Bool(true))).then(|| "secret".to_owned()));
    if let Some(Json::String(header)) = get("x-mcp-header") {
        words.push(format!("sent as the header {}", code(&format!("Mcp-Param-{header}"))));
    }
    if let Some(Json::Array(examples)) = get("examples") {
        words.push(format!("for example {}", list(examples)));
    }
    words.join("; ")
}

fn range(least: Option<&Json>, most: Option<&Json>, what: &str) -> Option<String> {
    match (least.map(value), most.map(value)) {
        (Some(least), Some(most)) if least == most => Some(format!("{what}exactly {least}")),
        (Some(least), Some(most)) => Some(format!("{what}{least} to {most}")),
        (Some(least), None) => Some(format!("{what}at least {least}")),
        (None, Some(most)) => Some(format!("{what}at most {most}")),
        (None, None) => None,
    }
}

/// A number as it is, an expression as code.
fn value(json: &Json) -> String {
    match json {
        Json::Source(source) => code(source),
        other => other.to_string(),
    }
}

fn list(values: &[Json]) -> String {
    values.iter().map(|value| code(&value.to_string())).collect::<Vec<_>>().join(", ")
}
