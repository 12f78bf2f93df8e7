use std::ffi::OsString;

use serde_json::{Value, json};

use super::*;
use crate::cli::call::grammar;

/// The object for a tool of this schema, or what is wrong.
fn typed(schema: &Value, words: &[&str]) -> Result<Value, String> {
    let arguments = Argument::all(schema);
    let command = grammar::of_arguments(clap::Command::new("tool"), &arguments);
    let words = std::iter::once("tool").chain(words.iter().copied()).map(OsString::from);
    let matches = command.try_get_matches_from(words).map_err(|error| error.to_string())?;
    read(&matches, &arguments).map(Value::Object).map_err(|error| error.to_string())
}

fn schema() -> Value {
    json!({
        "type": "object",
        "required": ["city"],
        "properties": {
            "city": {"type": "string"},
            "days": {"type": "integer", "default": 3},
            "max_wind": {"type": "number"},
            "alerts": {"type": "boolean"},
            "unit": {"enum": ["c", "f"]},
            "tags": {"type": "array", "items": {"type": "string"}},
            "hours": {"type": "array", "items": {"type": "integer"}},
            "address": {"type": "object", "properties": {"street": {"type": "string"}, "no": {"type": "integer"}}},
            "extra": {},
            "policy": {"type": "string"},
            "help": {"type": "string"},
        },
    })
}

#[test]
fn flags_become_an_object() {
    for (words, object) in [
        (&["--city", "Oslo"][..], json!({"city": "Oslo"})),
        (&["--city=Oslo", "--days", "-3"], json!({"city": "Oslo", "days": -3})),
        (&["--city", "1", "--max-wind", "1e2"], json!({"city": "1", "max_wind": 1e2})),
        (&["--city", "a", "--alerts"], json!({"city": "a", "alerts": true})),
        (&["--city", "a", "--alerts=false"], json!({"city": "a", "alerts": false})),
        (&["--city", "a", "--unit", "f"], json!({"city": "a", "unit": "f"})),
        (&["--city", "a", "--tags", "x", "--tags", "y"], json!({"city": "a", "tags": ["x", "y"]})),
        (&["--city", "a", "--tags", "[\"x\", \"y\"]"], json!({"city": "a", "tags": ["x", "y"]})),
        (
            &["--city", "a", "--hours", "-1", "--hours=[2, 3]"],
            json!({"city": "a", "hours": [-1, 2, 3]}),
        ),
        (
            &["--city", "a", "--address.street", "Main", "--address.no", "1"],
            json!({"city": "a", "address": {"street": "Main", "no": 1}}),
        ),
        (
            &["--city", "a", "--address", "{\"no\": 1}", "--address.street", "Main"],
            json!({"city": "a", "address": {"no": 1, "street": "Main"}}),
        ),
        (
            &["--city", "a", "--extra", "{\"deep\": [1]}"],
            json!({"city": "a", "extra": {"deep": [1]}}),
        ),
        (&["--city", "a", "--extra", "words"], json!({"city": "a", "extra": "words"})),
        (
            &["--city", "a", "--policy", "no path", "--help", "me"],
            json!({"city": "a", "policy": "no path", "help": "me"}),
        ),
        (&["{\"city\": \"Oslo\", \"days\": 1}", "--days", "2"], json!({"city": "Oslo", "days": 2})),
        (&["{}"], json!({})),
        (
            &["--days", "18446744073709551615", "--city", "a"],
            json!({"city": "a", "days": u64::MAX}),
        ),
    ] {
        assert_eq!(typed(&schema(), words), Ok(object), "{words:?}");
    }
}

#[test]
fn mistakes_say_what_to_write() {
    for (words, part) in [
        (&[][..], "--city <TEXT>"),
        (&["--cty", "Oslo"], "'--city'"),
        (&["--city", "a", "--days", "three"], "write a whole number, such as 3"),
        (&["--city", "a", "--unit", "k"], "possible values: c, f"),
        (&["--city", "a", "--alerts=maybe"], "possible values: true, false"),
        (&["--city", "a", "--hours", "x"], "write a number, or a JSON array of them"),
        (&["--city", "a", "--address", "x"], "write JSON"),
        (&["{\"city\": \"a\", \"address\": 7}", "--address.no", "1"], "is a part of `address`"),
        (&["Oslo"], "write one JSON object"),
    ] {
        let message = typed(&schema(), words).unwrap_err();
        assert!(message.contains(part), "{words:?}: {message}");
    }
}
