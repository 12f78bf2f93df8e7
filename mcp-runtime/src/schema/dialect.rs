//! The two dialects of JSON Schema that are spoken here, as tables of keywords.

use serde_json::{Map, Value};

use super::error::SchemaError;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// The default, and what MCP assumes where `$schema` is absent.
    Draft2020,
    Draft7,
}

/// What a keyword holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Schema,
    Schemas,
    SchemaMap,
    /// `items` of draft-07.
    SchemaOrSchemas,
    /// An assertion without subschemas, or a reference.
    NoSchema,
}

/// Every keyword that is not an annotation, in 2020-12.
const DRAFT_2020: &[(&str, Holds)] = &[
    ("$defs", Holds::SchemaMap),
    ("$ref", Holds::NoSchema),
    ("additionalProperties", Holds::Schema),
    ("allOf", Holds::Schemas),
    ("anyOf", Holds::Schemas),
    ("const", Holds::NoSchema),
    ("contains", Holds::Schema),
    // Renamed `$defs` in 2019-09; generators still write it, and references lead into it.
    ("definitions", Holds::SchemaMap),
    ("dependentRequired", Holds::NoSchema),
    ("dependentSchemas", Holds::SchemaMap),
    ("else", Holds::Schema),
    ("enum", Holds::NoSchema),
    ("exclusiveMaximum", Holds::NoSchema),
    ("exclusiveMinimum", Holds::NoSchema),
    ("if", Holds::Schema),
    ("items", Holds::Schema),
    ("maxContains", Holds::NoSchema),
    ("maxItems", Holds::NoSchema),
    ("maxLength", Holds::NoSchema),
    ("maxProperties", Holds::NoSchema),
    ("maximum", Holds::NoSchema),
    ("minContains", Holds::NoSchema),
    ("minItems", Holds::NoSchema),
    ("minLength", Holds::NoSchema),
    ("minProperties", Holds::NoSchema),
    ("minimum", Holds::NoSchema),
    ("multipleOf", Holds::NoSchema),
    ("not", Holds::Schema),
    ("oneOf", Holds::Schemas),
    ("pattern", Holds::NoSchema),
    ("patternProperties", Holds::SchemaMap),
    ("prefixItems", Holds::Schemas),
    ("properties", Holds::SchemaMap),
    ("propertyNames", Holds::Schema),
    ("required", Holds::NoSchema),
    ("then", Holds::Schema),
    ("type", Holds::NoSchema),
    ("unevaluatedItems", Holds::Schema),
    ("unevaluatedProperties", Holds::Schema),
    ("uniqueItems", Holds::NoSchema),
];

/// Where draft-07 differs: keywords it adds, or gives another form.
const DRAFT_7_OWN: &[(&str, Holds)] = &[
    ("additionalItems", Holds::Schema),
    // A member may also be a list of names, which holds no schema and is passed over where schemas are looked for.
    ("dependencies", Holds::SchemaMap),
    ("items", Holds::SchemaOrSchemas),
];

/// Keywords that draft-07 ignores, with what to write instead.
const NOT_IN_DRAFT_7: &[(&str, &str)] = &[
    ("$anchor", NEWER),
    ("$dynamicAnchor", NEWER),
    ("dependentRequired", "use `dependencies`"),
    ("dependentSchemas", "use `dependencies`"),
    ("maxContains", NEWER),
    ("minContains", NEWER),
    ("prefixItems", "use an array of schemas in `items`"),
    ("unevaluatedItems", NEWER),
    ("unevaluatedProperties", NEWER),
];

const NEWER: &str = "declare 2020-12 in `$schema`";

/// Keywords that 2020-12 ignores. An author who writes one believes that it is enforced.
const NOT_IN_DRAFT_2020: &[(&str, &str)] = &[
    ("additionalItems", "use `prefixItems` and `items`"),
    ("dependencies", "use `dependentRequired` or `dependentSchemas`"),
];

const UNSUPPORTED: &[(&str, &str)] =
    &[("$dynamicRef", "use `$ref`"), ("$recursiveRef", "use `$ref`")];

impl Dialect {
    /// The dialect that `$schema` of the document declares.
    pub(super) fn of(document: &Value) -> Result<Self, SchemaError> {
        match document.get("$schema") {
            None => Ok(Self::Draft2020),
            Some(uri) => Self::named(uri).ok_or_else(|| SchemaError::Dialect {
                at: String::new(),
                uri: uri.as_str().map_or_else(|| uri.to_string(), str::to_owned),
            }),
        }
    }

    fn named(uri: &Value) -> Option<Self> {
        let uri = uri.as_str()?;
        let uri = uri.strip_suffix('#').unwrap_or(uri);
        match uri.split_once("://")? {
            ("https" | "http", "json-schema.org/draft/2020-12/schema") => Some(Self::Draft2020),
            ("https" | "http", "json-schema.org/draft-07/schema") => Some(Self::Draft7),
            _ => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Draft2020 => "2020-12",
            Self::Draft7 => "draft-07",
        }
    }

    /// What the keyword holds; `None` for an annotation.
    pub(super) fn holds(self, keyword: &str) -> Option<Holds> {
        let find = |table: &[(&str, Holds)]| {
            table.iter().find(|(name, _)| *name == keyword).map(|&(_, holds)| holds)
        };
        if self == Self::Draft7 {
            if let Some(holds) = find(DRAFT_7_OWN) {
                return Some(holds);
            }
            if NOT_IN_DRAFT_7.iter().any(|(name, _)| *name == keyword) {
                return None;
            }
        }
        find(DRAFT_2020)
    }

    /// Refuses keywords whose author would expect an effect that they do not have.
    pub(super) fn check(self, at: &str, schema: &Map<String, Value>) -> Result<(), SchemaError> {
        let find = |table: &'static [(&'static str, &'static str)]| {
            table.iter().find(|(name, _)| schema.contains_key(*name))
        };
        if let Some(&(keyword, instead)) = find(UNSUPPORTED) {
            return Err(SchemaError::Unsupported {
                at: at.to_owned(),
                keyword: keyword.to_owned(),
                instead,
            });
        }
        let others = match self {
            Self::Draft2020 => NOT_IN_DRAFT_2020,
            Self::Draft7 => NOT_IN_DRAFT_7,
        };
        if let Some(&(keyword, instead)) = find(others) {
            return Err(SchemaError::OtherDialect {
                at: at.to_owned(),
                keyword: keyword.to_owned(),
                dialect: self.name(),
                instead,
            });
        }
        match schema.get("$schema") {
            Some(uri) if Self::named(uri) != Some(self) => Err(SchemaError::Dialect {
                at: at.to_owned(),
                uri: uri.as_str().map_or_else(|| uri.to_string(), str::to_owned),
            }),
            _ => Ok(()),
        }
    }

    /// Whether the schema says nothing but `$ref`, so that its target can stand in for it. Draft-07 ignores whatever
    /// stands beside a `$ref`.
    pub(super) fn is_only_reference(self, schema: &Map<String, Value>) -> bool {
        schema.contains_key("$ref")
            && (self == Self::Draft7
                || schema.keys().all(|keyword| keyword == "$ref" || self.holds(keyword).is_none()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn dialects_are_told_by_their_uri() {
        for (uri, dialect) in [
            ("https://json-schema.org/draft/2020-12/schema", Some(Dialect::Draft2020)),
            ("https://json-schema.org/draft/2020-12/schema#", Some(Dialect::Draft2020)),
            ("http://json-schema.org/draft-07/schema#", Some(Dialect::Draft7)),
            ("http://json-schema.org/draft-07/schema", Some(Dialect::Draft7)),
            ("https://json-schema.org/draft/2019-09/schema", None),
            ("http://json-schema.org/draft-04/schema#", None),
            ("", None),
        ] {
            assert_eq!(Dialect::of(&json!({"$schema": uri})).ok(), dialect, "{uri}");
        }
        assert_eq!(Dialect::of(&json!({})), Ok(Dialect::Draft2020));
        assert_eq!(Dialect::of(&json!(true)), Ok(Dialect::Draft2020));
        assert!(Dialect::of(&json!({"$schema": 7})).is_err());
    }
}
