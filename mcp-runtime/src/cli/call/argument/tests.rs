use serde_json::json;

use super::*;

#[test]
fn what_is_no_json_may_be_a_text() {
    for (schema, text) in [
        (json!({}), true),
        (json!({"type": ["string", "integer"]}), true),
        (json!({"type": ["integer", "boolean"]}), false),
        (json!({"type": "object"}), false),
        (json!({"type": "array"}), false),
    ] {
        let whole = json!({"properties": {"x": schema}});
        let argument = &Argument::all(&whole)[0];
        assert_eq!((&argument.kind, argument.text), (&Kind::Other, text), "{whole}");
    }
}

#[test]
fn objects_are_taken_apart_and_only_the_whole_is_demanded() {
    let schema = json!({
        "required": ["address"],
        "properties": {"address": {"$ref": "#/$defs/Address", "description": "Where to."}, "a.b": {"type": "string"}},
        "$defs": {"Address": {"type": "object", "required": ["street"], "description": "A place.", "properties": {
            "street": {"type": "string", "minLength": 1}, "next": {"$ref": "#/$defs/Address"}}}},
    });
    let flags: Vec<_> =
        Argument::all(&schema).into_iter().map(|one| (one.flag(), one.required)).collect();
    assert_eq!(
        flags[..3],
        [
            ("address".to_owned(), true),
            ("address.street".to_owned(), false),
            ("address.next".to_owned(), false),
        ]
    );
    // A recursive type ends somewhere.
    assert!(flags.len() < 12, "{flags:?}");
    let address = &Argument::all(&schema)[0];
    assert_eq!(address.description.as_deref(), Some("Where to."));
}

#[test]
fn what_it_expects_is_said_in_words() {
    let schema = json!({"properties": {
        "days": {"type": "integer", "minimum": 1, "maximum": 14, "default": 3},
        "token": {"type": "string", "writeOnly": true},
        "odd name": {"type": "string"},
    }});
    let [days, token, odd] = &Argument::all(&schema)[..] else { panic!("three") };
    assert_eq!(days.expects, "an integer from 1 to 14");
    assert_eq!(days.default, Some(json!(3)));
    assert!(token.secret && !days.secret);
    assert!(!odd.is_flag() && days.is_flag());
}

/// A part that refers to the whole cannot be read without it.
#[test]
fn what_refers_to_the_whole_is_not_described_by_itself() {
    let schema = json!({"type": "object", "properties": {
        "name": {"type": "string"},
        "parent": {"type": "array", "maxItems": 1, "items": {"$ref": "#"}},
    }});
    let of = |name: &str| {
        let all = Argument::all(&schema);
        all.into_iter().find(|one| one.flag() == name).expect("the argument").expects
    };
    assert_eq!(of("name"), "a string");
    assert_eq!(of("parent"), "a value that matches its schema");
}
