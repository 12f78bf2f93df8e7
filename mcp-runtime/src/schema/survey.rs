//! A first look over the document, before anything is compiled: how large it is, and which anchors it has.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{
    dialect::{Dialect, Holds},
    error::SchemaError,
    limits::{MAX_SCHEMA_DEPTH, MAX_SUBSCHEMAS},
    location::{Location, has_own_base},
};

/// A subschema on the way.
struct Visit<'s> {
    at: Location,
    schema: &'s Value,
    depth: usize,
    /// Inside of a subschema with its own `$id`, whose anchors are not those of the document.
    embedded: bool,
}

/// The anchors of the document. Keeps a list of its own instead of recursing, because a schema built in code can be
/// nested deeper than the stack.
pub(super) fn anchors(
    document: &Value,
    dialect: Dialect,
) -> Result<HashMap<&str, (Location, &Value)>, SchemaError> {
    let mut anchors = HashMap::new();
    let mut subschemas = 0;
    let mut visits =
        vec![Visit { at: Location::default(), schema: document, depth: 0, embedded: false }];
    while let Some(visit) = visits.pop() {
        subschemas += 1;
        if subschemas > MAX_SUBSCHEMAS {
            return Err(SchemaError::TooLarge { limit: MAX_SUBSCHEMAS });
        }
        if visit.depth > MAX_SCHEMA_DEPTH {
            return Err(SchemaError::TooDeep { at: visit.at.as_str().to_owned() });
        }
        let Value::Object(schema) = visit.schema else {
            continue;
        };
        let embedded = visit.embedded || (visit.depth > 0 && has_own_base(visit.schema));
        if !embedded {
            for anchor in anchors_of(schema, dialect) {
                let place = (visit.at.clone(), visit.schema);
                if anchors.insert(anchor, place).is_some() {
                    return Err(SchemaError::DuplicateAnchor {
                        at: visit.at.as_str().to_owned(),
                        anchor: anchor.to_owned(),
                    });
                }
            }
        }
        for (keyword, value) in schema {
            let Some(holds) = dialect.holds(keyword) else {
                continue;
            };
            for (at, schema) in subschemas_of(&visit.at, keyword, holds, value) {
                visits.push(Visit { at, schema, depth: visit.depth + 1, embedded });
            }
        }
    }
    Ok(anchors)
}

/// Names by which a `$ref` may call the schema. A `$dynamicAnchor` is an ordinary one as well (2020-12 core, 8.2.2).
fn anchors_of(schema: &Map<String, Value>, dialect: Dialect) -> impl Iterator<Item = &str> {
    let text = |keyword| schema.get(keyword).and_then(Value::as_str);
    let names = match dialect {
        Dialect::Draft2020 => {
            let anchor = text("$anchor");
            let dynamic = text("$dynamicAnchor").filter(|&name| Some(name) != anchor);
            [anchor, dynamic]
        }
        Dialect::Draft7 => [text("$id").and_then(|id| id.strip_prefix('#')), None],
    };
    names.into_iter().flatten().filter(|name| !name.is_empty())
}

/// Whatever has the wrong form is passed over here and refused where it is compiled.
fn subschemas_of<'s>(
    at: &Location,
    keyword: &str,
    holds: Holds,
    value: &'s Value,
) -> Vec<(Location, &'s Value)> {
    match (holds, value) {
        (Holds::Schemas | Holds::SchemaOrSchemas, Value::Array(schemas)) => schemas
            .iter()
            .enumerate()
            .map(|(index, schema)| (at.index(keyword, index), schema))
            .collect(),
        (Holds::SchemaMap, Value::Object(schemas)) => {
            schemas.iter().map(|(key, schema)| (at.key(keyword, key), schema)).collect()
        }
        (Holds::Schema | Holds::SchemaOrSchemas, schema) => vec![(at.keyword(keyword), schema)],
        _ => Vec::new(),
    }
}
