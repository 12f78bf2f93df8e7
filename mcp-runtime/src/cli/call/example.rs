//! Calls to begin with, of what the server has.

use serde_json::{Map, Value};

use super::Verb;
use super::argument::Argument;
use crate::handler::Handler;
use crate::schema::Validator;
use crate::schema::kind::Kind;

/// What to type after the program's name, one call each.
pub(super) fn calls(verb: Verb, handler: Option<&Handler>) -> Vec<String> {
    let start = format!("{} {}", verb.name, handler.map_or(verb.placeholder, |one| one.name));
    let mut calls = match handler.and_then(values) {
        Some(values) => of_values(&start, &values),
        None => vec![format!("{start} --help")],
    };
    calls.push(format!("{start} @arguments.json"));
    calls
}

/// A value for each argument that is demanded; `None` where none is known that it takes, or one does not belong
/// on a command line.
fn values(handler: &Handler) -> Option<Vec<(Argument, Value)>> {
    let all = Argument::all(&handler.input_schema);
    let demanded = all.into_iter().filter(|argument| argument.required);
    let values = demanded
        .map(|argument| {
            let value = value(&argument.kind).filter(|_| !argument.secret && argument.is_flag());
            value.map(|value| (argument, value))
        })
        .collect::<Option<Vec<_>>>()?;
    let validator = Validator::compile(&handler.input_schema).ok()?;
    validator.validate(&Value::Object(object(&values))).is_empty().then_some(values)
}

fn value(kind: &Kind) -> Option<Value> {
    match kind {
        Kind::Text => Some("TEXT".into()),
        Kind::Integer => Some(1.into()),
        Kind::Number => Some(1.5.into()),
        Kind::Flag => Some(true.into()),
        Kind::Choice(values) => values.first().map(|(value, _)| value.clone()),
        Kind::List(items) => value(items).map(|item| vec![item].into()),
        Kind::Other => None,
    }
}

fn object(values: &[(Argument, Value)]) -> Map<String, Value> {
    values.iter().map(|(argument, value)| (argument.flag(), value.clone())).collect()
}

fn of_values(start: &str, values: &[(Argument, Value)]) -> Vec<String> {
    let mut words = vec![start.to_owned()];
    for (argument, value) in values {
        words.push(format!("--{}", argument.flag()));
        match value {
            Value::Bool(_) => {}
            Value::Array(items) => words.extend(items.first().map(word)),
            value => words.push(word(value)),
        }
    }
    let mut calls = vec![words.join(" ")];
    if !values.is_empty() {
        calls.push(format!("{start} {}", quoted(&Value::Object(object(values)).to_string())));
    }
    calls
}

fn word(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.,:/@%+".contains(&byte);
    if !text.is_empty() && text.bytes().all(plain) { text } else { quoted(&text) }
}

/// As shells take it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
