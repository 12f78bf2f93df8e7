//! The promise: where nothing but notes is said, whatever was valid is valid, and of results, whatever is valid was.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::Config;
use serde_json::{Map, Value, json};

use super::super::{Level, Role, compare};
use crate::schema::Validator;

const NAMES: [&str; 3] = ["a", "b", "c"];
const TYPES: [&str; 7] = ["null", "boolean", "integer", "number", "string", "array", "object"];

fn scalar() -> BoxedStrategy<Value> {
    let values = json!([
        null,
        true,
        false,
        0,
        1,
        1.0,
        1.5,
        -1,
        2,
        3,
        10,
        "",
        "a",
        "ab",
        "b 1",
        9_007_199_254_740_993_u64
    ]);
    select(values.as_array().unwrap().clone()).boxed()
}

fn instance() -> BoxedStrategy<Value> {
    let members = |inner: BoxedStrategy<Value>| {
        vec((select(&NAMES[..]), inner), 0..4)
            .prop_map(|all| all.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
            .prop_map(Value::Object)
    };
    scalar()
        .prop_recursive(2, 12, 3, move |inner| {
            prop_oneof![vec(inner.clone(), 0..4).prop_map(Value::Array), members(inner.boxed())]
        })
        .boxed()
}

fn keyword(schema: &BoxedStrategy<Value>) -> BoxedStrategy<(&'static str, Value)> {
    let count = |name: &'static str| (0_u64..4).prop_map(move |count| (name, json!(count)));
    let limit = |name: &'static str| {
        select(vec![json!(0), json!(1), json!(1.5), json!(2.0), json!(-1)])
            .prop_map(move |limit| (name, limit))
    };
    let names = || subsequence(NAMES.to_vec(), 0..=NAMES.len());
    let one = |name: &'static str| schema.clone().prop_map(move |schema| (name, schema));
    let list = |name: &'static str| {
        vec(schema.clone(), 1..4).prop_map(move |schemas| (name, json!(schemas)))
    };
    let map = |name: &'static str, keys: &'static [&'static str]| {
        vec((select(keys), schema.clone()), 0..4).prop_map(move |all| {
            let all: Map<String, Value> =
                all.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
            (name, Value::Object(all))
        })
    };
    let pattern = select(vec!["a", "^a", "b$", "^$"]);
    let reference = select(vec!["#/$defs/A", "#/$defs/B"]);
    prop_oneof![
        3 => prop_oneof![
            select(&TYPES[..]).prop_map(|kind| ("type", json!(kind))),
            subsequence(TYPES.to_vec(), 1..4).prop_map(|kinds| ("type", json!(kinds))),
            vec(scalar(), 1..5).prop_map(|values| ("enum", json!(values))),
            scalar().prop_map(|value| ("const", value)),
        ],
        4 => prop_oneof![
            limit("minimum"), limit("maximum"), limit("exclusiveMinimum"), limit("exclusiveMaximum"),
            select(vec![json!(1), json!(2), json!(0.5)]).prop_map(|of| ("multipleOf", of)),
            count("minLength"), count("maxLength"), count("minItems"), count("maxItems"),
        ],
        2 => prop_oneof![
            count("minProperties"), count("maxProperties"), count("minContains"), count("maxContains"),
            any::<bool>().prop_map(|unique| ("uniqueItems", json!(unique))),
            pattern.prop_map(|pattern| ("pattern", json!(pattern))),
            names().prop_map(|names| ("required", json!(names))),
            (select(&NAMES[..]), names()).prop_map(|(name, names)| ("dependentRequired", json!({name: names}))),
        ],
        4 => prop_oneof![
            3 => map("properties", &NAMES), 1 => map("patternProperties", &["^a", "b"]),
            2 => one("additionalProperties"), 2 => one("items"), 1 => one("propertyNames"),
            1 => one("contains"), 1 => list("prefixItems"),
        ],
        3 => prop_oneof![
            list("anyOf"), list("oneOf"), list("allOf"), one("not"), one("if"), one("then"), one("else"),
            one("unevaluatedProperties"), one("unevaluatedItems"), map("dependentSchemas", &NAMES),
        ],
        1 => reference.prop_map(|to| ("$ref", json!(to))),
    ]
    .boxed()
}

fn object(keywords: Vec<(&'static str, Value)>) -> Value {
    Value::Object(keywords.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn schema() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![Just(json!(true)), Just(json!(false)), Just(json!({}))].boxed();
    let first = vec(keyword(&leaf), 1..4).prop_map(object).boxed();
    let second = vec(keyword(&prop_oneof![leaf.clone(), first].boxed()), 1..4).prop_map(object);
    let second = prop_oneof![1 => leaf, 6 => second].boxed();
    vec(keyword(&second), 1..4).prop_map(object).boxed()
}

fn document() -> BoxedStrategy<Value> {
    (schema(), schema(), schema())
        .prop_map(|(mut root, a, b)| {
            root.as_object_mut().unwrap().insert("$defs".to_owned(), json!({"A": a, "B": b}));
            root
        })
        .boxed()
}

/// A keyword more, another value, or one less, somewhere in the document.
fn mutated() -> BoxedStrategy<(Value, Value)> {
    let leaf = prop_oneof![Just(json!(true)), Just(json!({"type": "string"})), Just(json!(false))];
    (document(), keyword(&leaf.boxed()), any::<prop::sample::Index>(), 0..3_u8)
        .prop_map(|(old, (key, value), place, kind)| {
            let mut new = old.clone();
            let mut places = Vec::new();
            objects(&old, &mut String::new(), &mut places);
            let at = place.get(&places).clone();
            let Some(Value::Object(schema)) = new.pointer_mut(&at) else { unreachable!() };
            match kind {
                0 => drop(schema.insert(key.to_owned(), value)),
                1 => {
                    let first = schema.keys().find(|key| *key != "$defs").cloned();
                    first.map(|first| schema.shift_remove(&first));
                }
                _ => {
                    // Numbers and lists grow and shrink.
                    for value in schema.values_mut() {
                        match value {
                            Value::Number(number) if number.is_u64() => {
                                *value = json!(number.as_u64().unwrap() + 1);
                            }
                            Value::Array(list) if list.len() > 1 => drop(list.pop()),
                            _ => {}
                        }
                    }
                }
            }
            (old, new)
        })
        .boxed()
}

fn objects(value: &Value, at: &mut String, out: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            out.push(at.clone());
            for (key, value) in map {
                let length = at.len();
                at.push('/');
                at.push_str(key);
                objects(value, at, out);
                at.truncate(length);
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                let length = at.len();
                at.push('/');
                at.push_str(&index.to_string());
                objects(value, at, out);
                at.truncate(length);
            }
        }
        _ => {}
    }
}

/// What callers send fits the old schema and must fit the new one; what they read, the other way round.
fn keeps_its_promise(old: &Value, new: &Value, instances: &[Value]) -> Result<(), TestCaseError> {
    let (Ok(before), Ok(after)) = (Validator::compile(old), Validator::compile(new)) else {
        return Ok(());
    };
    for (role, narrow, wide) in [(Role::Input, &before, &after), (Role::Output, &after, &before)] {
        let changes = compare("", old, new, role);
        if !changes.iter().all(|change| change.level == Level::Note) {
            continue;
        }
        for instance in instances.iter().filter(|instance| narrow.validate(instance).is_empty()) {
            let violations = wide.validate(instance);
            prop_assert!(violations.is_empty(), "{role:?} {instance}: {changes:?}, {violations:?}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(Config { cases: 1000, ..Config::default() })]

    #[test]
    fn a_change_that_is_only_noted_refuses_nothing_more(
        (old, new) in mutated(),
        instances in vec(instance(), 24),
    ) {
        keeps_its_promise(&old, &new, &instances)?;
        keeps_its_promise(&new, &old, &instances)?;
    }

    #[test]
    fn the_same_schema_has_no_changes(document in document()) {
        prop_assert_eq!(compare("", &document, &document.clone(), Role::Input), vec![]);
        // Nor has it in another wording.
        let mut other = document.clone();
        other.as_object_mut().unwrap().insert("description".to_owned(), json!("anew"));
        for role in [Role::Input, Role::Output] {
            let changes = compare("", &document, &other, role);
            prop_assert!(!changes.iter().any(|change| change.level.is_breaking()), "{changes:?}");
        }
    }
}

proptest! {
    #![proptest_config(Config { cases: 300, ..Config::default() })]

    #[test]
    fn any_two_schemas(old in document(), new in document(), instances in vec(instance(), 24)) {
        keeps_its_promise(&old, &new, &instances)?;
    }
}
