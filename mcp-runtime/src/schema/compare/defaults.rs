//! The defaults in schemas that are the same but for their annotations.

use std::collections::HashSet;

use serde_json::Value;

use super::change::step;
use super::{Compare, Role};
use crate::schema::dialect::{Dialect, Holds};
use crate::schema::reference::{is_assertion, target};

/// Pairs of schemas that were looked into, by their addresses.
type Seen = HashSet<(usize, usize)>;

impl Compare<'_> {
    /// What is admitted has not changed, so that nobody looks further; what a missing member means may have.
    pub(super) fn defaults(&mut self, at: &str, old: &Value, new: &Value) {
        if self.role == Role::Input {
            self.defaults_within(at, old, new, &mut Seen::new());
        }
    }

    fn defaults_within(&mut self, at: &str, old: &Value, new: &Value, seen: &mut Seen) {
        let (Value::Object(one), Value::Object(other)) = (old, new) else { return };
        if !seen.insert((std::ptr::from_ref(old).addr(), std::ptr::from_ref(new).addr())) {
            return;
        }
        for (keyword, old) in one.iter().filter(|(keyword, _)| is_assertion(keyword)) {
            let Some(new) = other.get(keyword) else { continue };
            if keyword == "$ref" {
                if let (Some(old), Some(new)) = (target(self.old, old), target(self.new, new)) {
                    self.both(at, old, new, seen);
                }
                continue;
            }
            let at = step(at, keyword);
            match (Dialect::Draft2020.holds(keyword), old, new) {
                (Some(Holds::Schema), _, _) => self.both(&at, old, new, seen),
                (Some(Holds::Schemas), Value::Array(old), Value::Array(new)) => {
                    for (index, (old, new)) in old.iter().zip(new).enumerate() {
                        self.both(&step(&at, &index.to_string()), old, new, seen);
                    }
                }
                (Some(Holds::SchemaMap), Value::Object(old), Value::Object(new)) => {
                    for (name, old) in old {
                        if let Some(new) = new.get(name) {
                            self.both(&step(&at, name), old, new, seen);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn both(&mut self, at: &str, old: &Value, new: &Value, seen: &mut Seen) {
        self.default(at, old, new);
        self.defaults_within(at, old, new, seen);
    }
}
