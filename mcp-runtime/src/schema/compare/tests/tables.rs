use serde_json::{Value, json};

use super::super::{Level, Role, compare};

/// Asserts every change, each as `level pointer: what`.
#[track_caller]
fn says(role: Role, old: &Value, new: &Value, expected: &[&str]) {
    let said: Vec<String> = compare("", old, new, role)
        .iter()
        .map(|change| format!("{:?} {}: {}", change.level, change.pointer, change.what))
        .collect();
    assert_eq!(said, expected, "{old} to {new}");
}

fn object(properties: &Value, required: &[&str]) -> Value {
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

#[test]
fn arguments_come_and_go() {
    let city = json!({"city": {"type": "string"}});
    let both = json!({"city": {"type": "string"}, "days": {"type": "integer"}});
    says(
        Role::Input,
        &object(&city, &["city"]),
        &object(&both, &["city"]),
        &["Note /properties/days: `days` was added, and may be left out"],
    );
    says(
        Role::Input,
        &object(&city, &["city"]),
        &object(&both, &["city", "days"]),
        &["Breaking /properties/days: `days` was added, and is required"],
    );
    says(
        Role::Input,
        &object(&both, &["city", "days"]),
        &object(&city, &["city"]),
        &["Breaking /properties/days: `days` was removed, and unknown members are refused"],
    );
    says(
        Role::Input,
        &object(&both, &[]),
        &object(&both, &["days"]),
        &["Breaking /properties/days: `days` is required now"],
    );
}

#[test]
fn scalars_are_narrowed_and_widened() {
    for (narrow, wide, what) in [
        (
            json!({"type": "integer"}),
            json!({"type": "number"}),
            r#"`type` changed from "number" to "integer""#,
        ),
        (json!({"minimum": 2}), json!({"minimum": 1}), "`minimum` changed from 1 to 2"),
        (json!({"minimum": 2}), json!({}), "`minimum` 2 was added"),
        (json!({"exclusiveMinimum": 1}), json!({"minimum": 1}), "`exclusiveMinimum` 1 was added"),
        (json!({"maxLength": 7}), json!({"maxLength": 14}), "`maxLength` changed from 14 to 7"),
        (json!({"multipleOf": 4}), json!({"multipleOf": 2}), "`multipleOf` changed from 2 to 4"),
        (json!({"pattern": "^a"}), json!({}), r#"`pattern` "^a" was added"#),
        (json!({"format": "date"}), json!({}), r#"`format` "date" was added"#),
        (json!({"uniqueItems": true}), json!({}), "`uniqueItems` true was added"),
        (
            json!({"enum": ["a"]}),
            json!({"enum": ["a", "b"]}),
            r#"the value "b" is no longer taken"#,
        ),
        (json!({"const": 1}), json!({"type": "integer"}), "`const` 1 was added"),
    ] {
        let narrowed = compare("", &wide, &narrow, Role::Input);
        let first = narrowed.iter().find(|change| change.level.is_breaking());
        assert_eq!(first.expect("it breaks").what, what);
        assert!(!first.unwrap().instead.is_empty());
        for changes in
            [compare("", &narrow, &wide, Role::Input), compare("", &wide, &narrow, Role::Output)]
        {
            assert!(changes.iter().all(|change| change.level == Level::Note), "{changes:?}");
            assert!(!changes.is_empty(), "{narrow} to {wide}");
        }
        assert!(compare("", &narrow, &wide, Role::Output).iter().any(|c| c.level.is_breaking()));
    }
}

#[test]
fn a_list_with_a_value_twice_is_not_one_of_as_many() {
    let (old, new) = (json!({"required": ["a", "a"]}), json!({"required": ["a", "b"]}));
    assert!(compare("", &old, &new, Role::Input).iter().any(|change| change.level.is_breaking()));
}

#[test]
fn what_cannot_be_told_counts_as_breaking() {
    for (old, new) in [
        // Beside the reference it says nothing; within, it would allow what the target refuses.
        (
            json!({"contains": {"type": "string"}, "minContains": 0}),
            json!({"$ref": "#/$defs/A", "minContains": 0,
                "$defs": {"A": {"contains": {"type": "string"}}}}),
        ),
        (json!({"pattern": "^a$"}), json!({"pattern": "^[ab]$"})),
        (json!({"format": "date"}), json!({"format": "date-time"})),
        (json!({"not": {"minimum": 1}}), json!({"not": {"minimum": 2}})),
        (
            json!({"if": {"minimum": 1}, "then": {"maximum": 5}}),
            json!({"if": {"minimum": 1}, "then": {"maximum": 6}}),
        ),
        (json!({"oneOf": [{"minimum": 1}]}), json!({"oneOf": [{"minimum": 1}, {"maximum": 3}]})),
        (
            json!({"patternProperties": {"^a": {"type": "string"}}}),
            json!({"patternProperties": {"^b": {"type": "string"}}}),
        ),
        (
            json!({"$ref": "#a", "$defs": {"A": {"$anchor": "a"}}}),
            json!({"$ref": "#a", "$defs": {"A": {"$anchor": "a", "minimum": 1}}}),
        ),
        (json!({"$schema": "http://json-schema.org/draft-07/schema#"}), json!({})),
    ] {
        let changes = compare("", &old, &new, Role::Input);
        assert!(changes.iter().any(|change| change.level == Level::Unknown), "{old}: {changes:?}");
    }
}

#[test]
fn results_lose_and_gain() {
    let old = json!({"type": "object", "required": ["noon"], "properties": {
        "noon": {"type": "number"}, "wind": {"type": "number"}, "sky": {"enum": ["clear"]}}});
    says(
        Role::Output,
        &old,
        &json!({"type": "object", "properties": {
            "noon": {"type": ["number", "null"]}, "rain": {"type": "number"}, "sky": {"enum": ["clear", "fog"]}}}),
        &[
            "Breaking /properties/noon: `noon` may be absent now",
            r#"Breaking /properties/noon: `type` changed from "number" to ["number","null"]"#,
            "Breaking /properties/wind: `wind` was removed",
            r#"Breaking /properties/sky: the value "fog" was added"#,
            "Note /properties/rain: `rain` was added",
        ],
    );
}

#[test]
fn variants_are_told_apart_by_their_tags() {
    let one = |tag: &str| json!({"type": "object", "required": ["kind"], "properties": {"kind": {"const": tag}}});
    let few = json!({"oneOf": [one("a"), one("b")]});
    let many = json!({"oneOf": [one("a"), one("b"), one("c")]});
    says(Role::Input, &few, &many, &["Note /oneOf: another form is taken as well"]);
    says(Role::Input, &many, &few, &["Breaking /oneOf/2: one form is no longer taken"]);
    says(
        Role::Output,
        &few,
        &many,
        &["Breaking /oneOf/2: results may have a form that they did not have"],
    );
}

#[test]
fn an_option_and_a_definition_are_looked_through() {
    let document = |least: u32| {
        json!({
            "properties": {"at": {"anyOf": [{"$ref": "#/$defs/Place"}, {"type": "null"}]}},
            "$defs": {"Place": {"type": "object", "properties": {
                "floor": {"type": "integer", "minimum": least, "description": format!("from {least}")},
                "inside": {"$ref": "#/$defs/Place"}}}},
        })
    };
    says(
        Role::Input,
        &document(1),
        &document(0),
        &["Note /properties/at/anyOf/0/properties/floor: `minimum` changed from 1 to 0"],
    );
    says(
        Role::Input,
        &document(0),
        &document(1),
        &["Breaking /properties/at/anyOf/0/properties/floor: `minimum` changed from 0 to 1"],
    );
}

#[test]
fn annotations_are_none_of_it_but_a_default_is() {
    let (old, new) = (json!({"title": "a", "default": 3}), json!({"title": "b", "default": 4}));
    says(Role::Input, &old, &new, &["Warning : the default changed from 3 to 4"]);
    says(Role::Output, &old, &new, &[]);
}

/// Where nothing else changed, nothing else is looked at.
#[test]
fn a_default_is_found_wherever_it_is() {
    let document = |days: u32, floor: u32| {
        json!({
            "properties": {
                "days": {"type": "integer", "default": days},
                "at": {"anyOf": [{"$ref": "#/$defs/Place"}, {"type": "null"}]}},
            "$defs": {"Place": {"type": "object", "properties": {
                "floor": {"type": "integer", "default": floor},
                "inside": {"$ref": "#/$defs/Place"}}}},
        })
    };
    says(
        Role::Input,
        &document(3, 1),
        &document(5, 2),
        &[
            "Warning /properties/days: the default changed from 3 to 5",
            "Warning /properties/at/anyOf/0/properties/floor: the default changed from 1 to 2",
        ],
    );
    says(Role::Output, &document(3, 1), &document(5, 2), &[]);
}

#[test]
fn open_objects_ask_for_a_second_look() {
    let old = json!({"type": "object"});
    let new = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    says(
        Role::Input,
        &old,
        &new,
        &["Warning /properties/a: `a` was added: where callers sent it, it was not looked at"],
    );
    says(
        Role::Input,
        &new,
        &old,
        &["Warning /properties/a: `a` was removed: it is still allowed, and not looked at"],
    );
}

/// A name that is listed now was one of the others before.
#[test]
fn what_held_for_the_others_is_compared_with_what_holds_now() {
    let old = json!({"type": "object", "additionalProperties": {"type": "string"}});
    let new = |kind: &str| json!({"type": "object", "properties": {"a": {"type": kind}}, "additionalProperties": {"type": "string"}});
    says(Role::Input, &old, &new("string"), &[]);
    says(
        Role::Input,
        &old,
        &new("integer"),
        &[r#"Breaking /properties/a: `type` changed from "string" to "integer""#],
    );
    says(Role::Output, &old, &new("string"), &[]);
    says(
        Role::Output,
        &old,
        &new("integer"),
        &[r#"Breaking /properties/a: `type` changed from "string" to "integer""#],
    );
}

/// `oneOf` and the like may demand what another part describes.
#[test]
fn a_property_that_nothing_describes_can_be_missed() {
    says(
        Role::Output,
        &json!({"type": "object", "required": ["a"]}),
        &json!({"type": "object"}),
        &["Breaking /properties/a: `a` may be absent now"],
    );
}

/// A server refuses a call whose argument is in the body and not in its header.
#[test]
fn headers_that_repeat_arguments_come_and_go() {
    let tool = |header: Option<&str>, inner: Option<&str>| {
        let property = |name: Option<&str>| {
            let mut property = json!({"type": "string"});
            if let Some(name) = name {
                property["x-mcp-header"] = name.into();
            }
            property
        };
        let at = object(&json!({"zone": property(inner)}), &[]);
        object(&json!({"region": property(header), "at": at}), &[])
    };
    let added = "clients have to repeat `region` in the header `Mcp-Param-Region` now";
    let renamed = "clients have to repeat `region` in the header `Mcp-Param-Area` now, not in \
                   `Mcp-Param-Region`";
    let removed = "clients no longer repeat `region` in the header `Mcp-Param-Region`";
    for (old, new, what) in [
        (None, Some("Region"), format!("Breaking /properties/region: {added}")),
        (Some("Region"), Some("Area"), format!("Breaking /properties/region: {renamed}")),
        (Some("Region"), None, format!("Warning /properties/region: {removed}")),
    ] {
        says(Role::Input, &tool(old, None), &tool(new, None), &[&what]);
        says(Role::Output, &tool(old, None), &tool(new, None), &[]);
    }
    // Names of headers are compared without regard to case (RFC 9110, 5.1).
    says(Role::Input, &tool(Some("Region"), None), &tool(Some("REGION"), None), &[]);
    says(
        Role::Input,
        &tool(None, None),
        &tool(None, Some("Zone")),
        &["Breaking /properties/at/properties/zone: clients have to repeat `zone` in the header \
           `Mcp-Param-Zone` now"],
    );
}

/// Who knows no such argument sends none.
#[test]
fn an_argument_that_comes_with_its_header_breaks_nobody() {
    let region = json!({"region": {"type": "string", "x-mcp-header": "Region"}});
    let (without, with) = (object(&json!({}), &[]), object(&region, &[]));
    says(
        Role::Input,
        &without,
        &with,
        &["Note /properties/region: `region` was added, and may be left out"],
    );
    says(
        Role::Input,
        &with,
        &without,
        &["Breaking /properties/region: `region` was removed, and unknown members are refused"],
    );
}
