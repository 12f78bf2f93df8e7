//! A few values that are listed.

use serde_json::{Map, Value};

use super::{Compare, Fit, Role, change};
use crate::schema::equal::equal;
use crate::schema::{got, standalone};

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
        let Some(validator) = standalone(document, &Value::Object(fit.wide.clone())) else {
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
