use serde_json::{Map, Value};

use super::change::step;
use super::{Compare, Fit};
use crate::schema::types::Types;

/// What stands where nothing is said.
pub(super) static ANYTHING: Value = Value::Bool(true);

impl Compare<'_> {
    pub(super) fn array(&mut self, at: &str, fit: &Fit<'_>, kinds: Types) {
        if !kinds.has(Types::ARRAY) {
            return;
        }
        self.counts(at, fit, "minItems", "maxItems");
        let unique = |value: Option<&Value>| value == Some(&Value::Bool(true));
        let values = (fit.narrow.get("uniqueItems"), fit.wide.get("uniqueItems"));
        let fits = !unique(values.1) || unique(values.0);
        self.keyword(at, "uniqueItems", values, fits, self.bound());
        self.as_it_was(at, fit, &["contains", "minContains", "maxContains"]);
        self.items(at, fit);
    }

    fn items(&mut self, at: &str, fit: &Fit<'_>) {
        let (old, new) = self.in_order(fit.narrow, fit.wide);
        let (first, second) = (prefix(old), prefix(new));
        if first.len() != second.len() {
            return self.unknown(at, "`prefixItems` has another length");
        }
        for (index, (old, new)) in first.iter().zip(second).enumerate() {
            self.node(&step(&step(at, "prefixItems"), &index.to_string()), old, new);
        }
        let items = |map: &'_ Map<String, Value>| map.contains_key("items");
        if items(old) || items(new) {
            let (old, new) = (old.get("items"), new.get("items"));
            let at = step(at, "items");
            self.node(&at, old.unwrap_or(&ANYTHING), new.unwrap_or(&ANYTHING));
        }
    }
}

fn prefix(map: &Map<String, Value>) -> &[Value] {
    map.get("prefixItems").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}
