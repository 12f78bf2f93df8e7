//! Schemas as the derive of schemars writes them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde_json::{Value, json};

use super::{compile, says};
use crate::schema::null::strip_null;

/// How.
#[derive(JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(dead_code, reason = "only its schema is used")]
enum Mode {
    /// As soon as possible.
    Fast,
    Slow,
    /// When it suits.
    Idle,
}

#[derive(JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[expect(dead_code, reason = "only its schema is used")]
enum Shape {
    Circle { radius: f64 },
    Group { members: Vec<Shape> },
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Page {
    limit: Option<u8>,
}

#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct Arguments {
    mode: Mode,
    fallback: Option<Mode>,
    shape: Shape,
    #[serde(flatten)]
    page: Page,
    #[serde(default)]
    labels: BTreeMap<String, u32>,
    pair: (u8, String),
}

fn schema<T: JsonSchema>() -> Value {
    schemars::schema_for!(T).to_value()
}

#[test]
fn a_struct_of_everything() {
    let schema = schema::<Arguments>();
    let valid = json!({
        "mode": "fast",
        "fallback": null,
        "shape": {"kind": "group", "members": [{"kind": "circle", "radius": 1}]},
        "limit": 255,
        "labels": {"a": 1},
        "pair": [1, "b"],
    });
    says(&schema, &valid, &[]);
    // In alphabetical order, which is the order of the document with and without `serde_json/preserve_order`.
    says(
        &schema,
        &json!({
            "fallback": "quick",
            "label": {},
            "labels": {"a": -1},
            "limit": 256,
            "mode": "quick",
            "pair": [1],
            "shape": {"kind": "group", "members": [{"kind": "circle", "radius": "1"}, {"kind": "oval"}]},
        }),
        &[
            "/fallback: one of \"slow\", \"fast\", \"idle\", null, not \"quick\"",
            "/label: no other property; allowed: fallback, labels, limit, mode, pair, shape, not {}",
            "/labels/a: an integer of at least 0, not -1",
            "/limit: an integer from 0 to 255, not 256",
            "/mode: one of \"slow\", \"fast\", \"idle\", not \"quick\"",
            "/pair: exactly 2 items, not [1]",
            "/shape/members/0/radius: a number, not \"1\"",
            "/shape/members/1/kind: one of \"circle\", \"group\", not \"oval\"",
        ],
    );
}

#[test]
fn an_optional_parameter_without_null() {
    for (mut schema, valid) in [
        (schema::<Option<u8>>(), json!(3)),
        (schema::<Option<Mode>>(), json!("fast")),
        (schema::<Option<Option<Shape>>>(), json!({"kind": "circle", "radius": 1})),
        (schema::<Option<Vec<Option<u8>>>>(), json!([1, null])),
    ] {
        assert!(compile(&schema).validate(&json!(null)).is_empty(), "{schema}");
        strip_null(&mut schema);
        assert!(compile(&schema).validate(&valid).is_empty(), "{schema}");
        assert!(!compile(&schema).validate(&json!(null)).is_empty(), "{schema}");
    }
}
