//! Whether two schemas say the same, whatever their annotations are.

use serde_json::{Map, Value};

use crate::schema::dialect::{Dialect, Holds};
use crate::schema::equal::equal;
use crate::schema::reference::{is_assertion, target};

/// How deep two schemas are looked into; recursive ones are told by their definitions.
const DEEPEST: usize = 24;

/// A schema within its document.
type Of<'a> = (&'a Value, &'a Value);

pub(super) fn schemas(old: Of<'_>, new: Of<'_>) -> bool {
    Pairs::default().same(old, new, 0)
}

#[derive(Default)]
struct Pairs(Vec<(usize, usize)>);

impl Pairs {
    fn same(&mut self, old: Of<'_>, new: Of<'_>, depth: usize) -> bool {
        match (old.1, new.1) {
            (Value::Object(one), Value::Object(other)) if depth < DEEPEST => {
                let pair = (std::ptr::from_ref(one).addr(), std::ptr::from_ref(other).addr());
                if self.0.contains(&pair) {
                    return true;
                }
                self.0.push(pair);
                self.keywords((old.0, one), (new.0, other), depth + 1)
            }
            (Value::Bool(old), Value::Bool(new)) => old == new,
            _ => false,
        }
    }

    fn keywords(
        &mut self,
        (old, one): (&Value, &Map<String, Value>),
        (new, other): (&Value, &Map<String, Value>),
        depth: usize,
    ) -> bool {
        let asserted =
            |map: &Map<String, Value>| map.keys().filter(|key| is_assertion(key)).count();
        asserted(one) == asserted(other)
            && one.iter().filter(|(key, _)| is_assertion(key)).all(|(keyword, a)| {
                let Some(b) = other.get(keyword) else { return false };
                if keyword == "$ref" {
                    return match (target(old, a), target(new, b)) {
                        (Some(a), Some(b)) => self.same((old, a), (new, b), depth),
                        _ => false,
                    };
                }
                self.values(keyword, (old, a), (new, b), depth)
            })
    }

    fn values(&mut self, keyword: &str, old: Of<'_>, new: Of<'_>, depth: usize) -> bool {
        let holds = Dialect::Draft2020.holds(keyword).unwrap_or(Holds::NoSchema);
        match (holds, old.1, new.1) {
            (Holds::Schema, _, _) => self.same(old, new, depth),
            (Holds::Schemas, Value::Array(a), Value::Array(b)) => {
                a.len() == b.len()
                    && a.iter().zip(b).all(|(a, b)| self.same((old.0, a), (new.0, b), depth))
            }
            (Holds::SchemaMap, Value::Object(a), Value::Object(b)) => {
                a.len() == b.len()
                    && a.iter().all(|(name, a)| {
                        b.get(name).is_some_and(|b| self.same((old.0, a), (new.0, b), depth))
                    })
            }
            (Holds::NoSchema, Value::Array(a), Value::Array(b))
                if matches!(keyword, "required" | "enum" | "type") =>
            {
                // In both directions: a value may be listed twice.
                let within =
                    |a: &[Value], b: &[Value]| a.iter().all(|a| b.iter().any(|b| equal(a, b)));
                within(a, b) && within(b, a)
            }
            (Holds::NoSchema, a, b) => equal(a, b),
            _ => false,
        }
    }
}
