//! Our verdict against that of the `jsonschema` crate, on random schemas and instances.
//!
//! The vocabulary is tiny on purpose: three property names, a handful of values. Keywords then meet the values that
//! they are about, and about a third of the instances are valid.

use mcp_runtime::schema::{MAX_VIOLATIONS, SchemaError, Validator, Violation};
use proptest::{
    collection::vec,
    prelude::*,
    sample::{select, subsequence},
    test_runner::Config,
};
use serde_json::{Map, Value, json};

const NAMES: [&str; 3] = ["a", "b", "c"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Draft2020,
    Draft7,
}

impl Dialect {
    const fn definitions(self) -> &'static str {
        match self {
            Self::Draft2020 => "$defs",
            Self::Draft7 => "definitions",
        }
    }
}

fn name() -> impl Strategy<Value = String> {
    select(&NAMES[..]).prop_map(str::to_owned)
}

fn names() -> impl Strategy<Value = Vec<&'static str>> {
    subsequence(NAMES.to_vec(), 0..=NAMES.len())
}

fn scalar() -> BoxedStrategy<Value> {
    select(vec![
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(-0.0),
        json!(1),
        json!(1.0),
        json!(1.5),
        json!(-1),
        json!(2),
        json!(3),
        json!(10),
        json!(0.3),
        json!(9_007_199_254_740_992_u64),
        json!(9_007_199_254_740_993_u64),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e19),
        // Not 1e300: divided exactly, the float of that name is a multiple of 3, and the number is not.
        json!(""),
        json!("a"),
        json!("ab"),
        json!("abc 1"),
        json!("é😀"),
        json!("1"),
    ])
    .boxed()
}

fn instance() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::Array),
            vec((name(), inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// One keyword without subschemas, and its value.
fn assertion(dialect: Dialect) -> BoxedStrategy<(String, Value)> {
    let count = |keyword: &'static str| {
        (0_u64..4).prop_map(move |count| (keyword.to_owned(), json!(count))).boxed()
    };
    let limit = |keyword: &'static str| {
        select(vec![
            json!(0),
            json!(1),
            json!(1.5),
            json!(2.0),
            json!(-1),
            json!(9_007_199_254_740_993_u64),
            json!(i64::MIN),
        ])
        .prop_map(move |limit| (keyword.to_owned(), limit))
        .boxed()
    };
    let kind = select(vec!["null", "boolean", "integer", "number", "string", "array", "object"]);
    let kinds = subsequence(
        vec!["null", "boolean", "integer", "number", "string", "array", "object"],
        1..4,
    );
    let pattern =
        select(vec!["a", "^a", "b$", "^[a-c]+$", "\\d", "^.{2}$", "\\s", "^$", "(a|b)c?"]);
    // Not 1.5: the other crate rounds 9007199254740993, which is a multiple of it, before it divides.
    let divisor = select(vec![json!(1), json!(2), json!(3), json!(0.5)]);
    let dependent = match dialect {
        Dialect::Draft2020 => "dependentRequired",
        Dialect::Draft7 => "dependencies",
    };
    let mut keywords = vec![
        kind.prop_map(|kind| ("type".to_owned(), json!(kind))).boxed(),
        kinds.prop_map(|kinds| ("type".to_owned(), json!(kinds))).boxed(),
        instance().prop_map(|value| ("const".to_owned(), value)).boxed(),
        vec(instance(), 1..20).prop_map(|values| ("enum".to_owned(), json!(values))).boxed(),
        limit("minimum"),
        limit("maximum"),
        limit("exclusiveMinimum"),
        limit("exclusiveMaximum"),
        divisor.prop_map(|divisor| ("multipleOf".to_owned(), divisor)).boxed(),
        count("minLength"),
        count("maxLength"),
        pattern.prop_map(|pattern| ("pattern".to_owned(), json!(pattern))).boxed(),
        count("minItems"),
        count("maxItems"),
        any::<bool>().prop_map(|unique| ("uniqueItems".to_owned(), json!(unique))).boxed(),
        count("minProperties"),
        count("maxProperties"),
        names().prop_map(|names| ("required".to_owned(), json!(names))).boxed(),
        (name(), names())
            .prop_map(move |(name, names)| (dependent.to_owned(), json!({ name: names })))
            .boxed(),
        Just(("title".to_owned(), json!("an annotation"))).boxed(),
        Just(("x-unknown".to_owned(), json!({"$ref": "nowhere"}))).boxed(),
    ];
    if dialect == Dialect::Draft2020 {
        keywords.extend([count("minContains"), count("maxContains")]);
    }
    proptest::strategy::Union::new(keywords).boxed()
}

/// One keyword with subschemas.
fn applicator(dialect: Dialect, schema: &BoxedStrategy<Value>) -> BoxedStrategy<(String, Value)> {
    let one = |keyword: &'static str| {
        schema.clone().prop_map(move |schema| (keyword.to_owned(), schema)).boxed()
    };
    let list = |keyword: &'static str| {
        vec(schema.clone(), 1..4)
            .prop_map(move |schemas| (keyword.to_owned(), json!(schemas)))
            .boxed()
    };
    let map = |keyword: &'static str, keys: BoxedStrategy<String>| {
        vec((keys, schema.clone()), 1..4)
            .prop_map(move |schemas| {
                let schemas: Map<String, Value> = schemas.into_iter().collect();
                (keyword.to_owned(), Value::Object(schemas))
            })
            .boxed()
    };
    let patterns = select(vec!["a", "^[bc]$", "."]).prop_map(str::to_owned);
    let mut keywords = vec![
        one("items"),
        one("contains"),
        one("additionalProperties"),
        one("propertyNames"),
        one("not"),
        one("if"),
        one("then"),
        one("else"),
        list("allOf"),
        list("anyOf"),
        list("oneOf"),
        map("properties", name().boxed()),
        map("properties", name().boxed()),
        map("patternProperties", patterns.boxed()),
    ];
    match dialect {
        Dialect::Draft2020 => keywords.extend([
            list("prefixItems"),
            map("dependentSchemas", name().boxed()),
            one("unevaluatedItems"),
            one("unevaluatedProperties"),
            Just(("unevaluatedItems".to_owned(), json!(false))).boxed(),
            Just(("unevaluatedProperties".to_owned(), json!(false))).boxed(),
        ]),
        Dialect::Draft7 => keywords.extend([
            list("items"),
            one("additionalItems"),
            map("dependencies", name().boxed()),
        ]),
    }
    proptest::strategy::Union::new(keywords).boxed()
}

fn schema(dialect: Dialect) -> BoxedStrategy<Value> {
    let object = |keywords: Vec<(String, Value)>| Value::Object(keywords.into_iter().collect());
    let leaf = prop_oneof![
        1 => any::<bool>().prop_map(Value::Bool),
        1 => select(vec!["#", "#named"]).prop_map(|reference| json!({ "$ref": reference })),
        1 => select(vec!["x", "y"])
            .prop_map(move |name| json!({ "$ref": format!("#/{}/{name}", dialect.definitions()) })),
        8 => vec(assertion(dialect), 0..4).prop_map(object),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        let keyword = prop_oneof![
            1 => assertion(dialect),
            2 => applicator(dialect, &inner.boxed()),
        ];
        vec(keyword, 1..5).prop_map(object)
    })
    .boxed()
}

/// A schema with definitions, one of which has an anchor.
fn document(dialect: Dialect) -> impl Strategy<Value = Value> {
    (schema(dialect), schema(dialect), schema(dialect)).prop_map(move |(root, x, y)| {
        let mut root = match root {
            Value::Object(root) => root,
            other => Map::from_iter([("allOf".to_owned(), json!([other]))]),
        };
        let (uri, anchor, name) = match dialect {
            Dialect::Draft2020 => {
                ("https://json-schema.org/draft/2020-12/schema", "$anchor", "named")
            }
            Dialect::Draft7 => ("http://json-schema.org/draft-07/schema#", "$id", "#named"),
        };
        let definitions =
            json!({"x": x, "y": y, "z": {anchor: name, "type": ["string", "integer"]}});
        root.insert("$schema".to_owned(), json!(uri));
        if dialect == Dialect::Draft7 && root.contains_key("$ref") {
            // Whatever stands beside a `$ref` would be ignored, the definitions for the other references included.
            root = Map::from_iter([
                ("$schema".to_owned(), json!(uri)),
                ("allOf".to_owned(), json!([root])),
            ]);
        }
        root.insert(dialect.definitions().to_owned(), definitions);
        Value::Object(root)
    })
}

fn agree(schema: &Value, instances: &[Value]) -> Result<(), TestCaseError> {
    let ours = match Validator::compile(schema) {
        Ok(ours) => ours,
        // The other crate evaluates such schemas until it notices; here they are refused.
        Err(SchemaError::Cyclic { .. }) => return Err(TestCaseError::reject("cyclic")),
        Err(error) => return Err(TestCaseError::fail(format!("{error}: {schema}"))),
    };
    let theirs = jsonschema::validator_for(schema).expect("a valid schema");
    for instance in instances {
        let violations = ours.validate(instance);
        prop_assert_eq!(
            violations.is_empty(),
            theirs.is_valid(instance),
            "schema {}\ninstance {}\nviolations {:?}",
            schema,
            instance,
            violations
        );
        prop_assert!(violations.len() <= MAX_VIOLATIONS + 1);
        for violation in &violations {
            prop_assert!(well_formed(violation, instance), "{:?} of {}", violation, instance);
        }
    }
    Ok(())
}

/// The pointer leads to the value that is quoted, or to a member that an object lacks.
fn well_formed(violation: &Violation, instance: &Value) -> bool {
    let Violation { pointer, expected, got, .. } = violation;
    let leads_somewhere = match (got.as_str(), pointer.rsplit_once('/')) {
        ("nothing", Some((object, _))) => {
            instance.pointer(pointer).is_none()
                && instance.pointer(object).is_some_and(Value::is_object)
        }
        _ => instance.pointer(pointer).is_some(),
    };
    leads_somewhere && !expected.is_empty() && !got.is_empty()
}

/// `PROPTEST_CASES` raises the number.
fn cases() -> Config {
    let default = Config::default();
    Config {
        cases: default.cases.max(600),
        max_global_rejects: u32::MAX,
        failure_persistence: None,
        ..default
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn draft_2020_12(schema in document(Dialect::Draft2020), instances in vec(instance(), 8)) {
        agree(&schema, &instances)?;
    }

    #[test]
    fn draft_07(schema in document(Dialect::Draft7), instances in vec(instance(), 8)) {
        agree(&schema, &instances)?;
    }
}
