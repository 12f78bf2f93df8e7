//! A few values that are listed.

use serde_json::{Map, Value, json};

use super::{Compare, Fit, Role, change};
use crate::schema::Validator;
use crate::schema::dialect::Dialect;
use crate::schema::equal::equal;
use crate::schema::got;

/// The values that a schema can admit, where it lists them: all of them, and perhaps some more that its other keywords
/// refuse.
pub(super) fn of(schema: &Map<String, Value>) -> Option<Vec<Value>> {
    if let Some(value) = schema.get("const") {
        return Some(vec![value.clone()]);
    }
    if let Some(Value::Array(values)) = schema.get("enum") {
        return Some(values.clone());
    }
    ["oneOf", "anyOf"].iter().find_map(|keyword| {
        let mut values = Vec::new();
        for branch in schema.get(*keyword)?.as_array()? {
            values.extend(of(branch.as_object()?)?);
        }
        Some(values)
    })
}

impl Compare<'_> {
    /// Each value is tried, which is exact whatever the wider schema says.
    pub(super) fn choices(&mut self, at: &str, fit: &Fit<'_>, values: &[Value]) {
        let document = self.in_order(self.old, self.new).1;
        let Some(validator) = standalone(document, fit.wide) else {
            return self.unknown(at, "the values it lists cannot be tried");
        };
        let (instead, lost) = match self.role {
            Role::Input => (
                "keep taking the value, and answer it with an error that names the others",
                "is no longer taken",
            ),
            Role::Output => {
                ("add a property for what is new, and keep this one as it was", "was added")
            }
        };
        for value in values {
            if !validator.validate(value).is_empty() {
                self.breaking(at, format!("the value {} {lost}", got::quote(value)), instead);
            }
        }
        let gained = match self.role {
            Role::Input => "is taken as well",
            Role::Output => "was removed",
        };
        match of(fit.wide) {
            Some(wide) => {
                let others =
                    wide.iter().filter(|value| !values.iter().any(|one| equal(one, value)));
                for value in others {
                    self.note(at, &format!("the value {} {gained}", got::quote(value)), None, None);
                }
            }
            None => self.note(at, "other values than those listed are allowed", None, None),
        }
        self.format(at, fit, change::KEEP);
    }
}

/// A part of a document that can stand alone, with the definitions that it refers to.
fn standalone(document: &Value, schema: &Map<String, Value>) -> Option<Validator> {
    let mut alone = schema.clone();
    for definitions in ["$defs", "definitions"] {
        if let Some(defined) = document.get(definitions) {
            alone.insert(definitions.to_owned(), defined.clone());
        }
    }
    let alone = json!(alone);
    leads_into_definitions(&alone).then(|| Validator::compile(&alone).ok())?
}

fn leads_into_definitions(schema: &Value) -> bool {
    match schema {
        Value::Object(map) => map.iter().all(|(keyword, value)| match (keyword.as_str(), value) {
            ("$ref", Value::String(target)) => {
                target.starts_with("#/$defs/") || target.starts_with("#/definitions/")
            }
            ("enum" | "const", _) => true,
            // A property may have any name.
            (keyword, value) => {
                value.is_string()
                    || Dialect::Draft2020.holds(keyword).is_none() && !value.is_object()
                    || leads_into_definitions(value)
            }
        }),
        Value::Array(items) => items.iter().all(leads_into_definitions),
        _ => true,
    }
}
