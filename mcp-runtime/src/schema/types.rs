//! The values of `type`.

use serde_json::Value;

use super::number::Num;

/// A set of types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Types(u8);

impl Types {
    pub(super) const STRING: Self = Self(1);
    pub(super) const INTEGER: Self = Self(1 << 1);
    pub(super) const NUMBER: Self = Self(1 << 2);
    pub(super) const BOOLEAN: Self = Self(1 << 3);
    pub(super) const ARRAY: Self = Self(1 << 4);
    pub(super) const OBJECT: Self = Self(1 << 5);
    pub(super) const NULL: Self = Self(1 << 6);

    /// In the order in which a phrase lists them.
    const ALL: [Self; 7] = [
        Self::STRING,
        Self::INTEGER,
        Self::NUMBER,
        Self::BOOLEAN,
        Self::ARRAY,
        Self::OBJECT,
        Self::NULL,
    ];

    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "string" => Self::STRING,
            "integer" => Self::INTEGER,
            "number" => Self::NUMBER,
            "boolean" => Self::BOOLEAN,
            "array" => Self::ARRAY,
            "object" => Self::OBJECT,
            "null" => Self::NULL,
            _ => return None,
        })
    }

    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn iter(self) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |&one| self.has(one))
    }

    pub(super) fn admits(self, value: &Value) -> bool {
        match value {
            Value::Null => self.has(Self::NULL),
            Value::Bool(_) => self.has(Self::BOOLEAN),
            Value::Number(number) => {
                self.has(Self::NUMBER) || (self.has(Self::INTEGER) && Num::of(number).is_integer())
            }
            Value::String(_) => self.has(Self::STRING),
            Value::Array(_) => self.has(Self::ARRAY),
            Value::Object(_) => self.has(Self::OBJECT),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_number_without_a_fraction_is_an_integer() {
        for integer in [json!(1), json!(1.0), json!(-3e2), json!(u64::MAX), json!(1e300)] {
            assert!(Types::INTEGER.admits(&integer), "{integer}");
            assert!(Types::NUMBER.admits(&integer), "{integer}");
        }
        assert!(!Types::INTEGER.admits(&json!(1.5)));
        assert!(!Types::NUMBER.admits(&json!("1")));
        assert!(!Types::INTEGER.admits(&json!(true)));
    }

    #[test]
    fn a_set_admits_each_of_its_types() {
        let types = Types::STRING.with(Types::NULL);
        assert!(types.admits(&json!(null)) && types.admits(&json!("")));
        assert!(!types.admits(&json!([])) && !types.admits(&json!(false)));
        assert_eq!(types.iter().count(), 2);
    }
}
