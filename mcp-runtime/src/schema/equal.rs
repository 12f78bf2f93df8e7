//! Equality of JSON values as `const`, `enum` and `uniqueItems` mean it: numbers by value, objects without order.

use std::{
    collections::HashMap,
    hash::{BuildHasher, Hash, Hasher, RandomState},
};

use serde_json::Value;

use super::number::Num;

/// Arrays up to this length are compared pair by pair, which takes at most 28 comparisons and no allocation.
const PAIRWISE: usize = 8;

pub(super) fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => Num::of(a) == Num::of(b),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| equal(a, b)))
        }
        _ => a == b,
    }
}

/// The first item that equals an earlier one, as `(earlier, later)`.
pub(super) fn first_duplicate(items: &[Value]) -> Option<(usize, usize)> {
    if items.len() <= PAIRWISE {
        return (1..items.len()).find_map(|later| {
            let earlier = (0..later).find(|&earlier| equal(&items[earlier], &items[later]))?;
            Some((earlier, later))
        });
    }
    // Keyed by a random state, so that no client can prepare items that collide.
    let state = RandomState::new();
    let mut by_hash: HashMap<u64, Vec<usize>> = HashMap::with_capacity(items.len());
    for (later, item) in items.iter().enumerate() {
        let same_hash = by_hash.entry(fingerprint(&state, item)).or_default();
        if let Some(&earlier) = same_hash.iter().find(|&&earlier| equal(&items[earlier], item)) {
            return Some((earlier, later));
        }
        same_hash.push(later);
    }
    None
}

/// Equal values have equal fingerprints.
fn fingerprint(state: &RandomState, value: &Value) -> u64 {
    let mut hasher = state.build_hasher();
    match value {
        Value::Null => 0_u8.hash(&mut hasher),
        Value::Bool(bool) => (1_u8, bool).hash(&mut hasher),
        Value::Number(number) => match Num::of(number) {
            Num::Int(int) => (2_u8, int).hash(&mut hasher),
            Num::Float(float) => (3_u8, float.to_bits()).hash(&mut hasher),
        },
        Value::String(string) => (4_u8, string).hash(&mut hasher),
        Value::Array(items) => {
            (5_u8, items.len()).hash(&mut hasher);
            for item in items {
                fingerprint(state, item).hash(&mut hasher);
            }
        }
        Value::Object(members) => {
            // A sum, because the order of members is not part of the value.
            let sum = members.iter().fold(0_u64, |sum, (key, value)| {
                sum.wrapping_add(state.hash_one((key, fingerprint(state, value))))
            });
            (6_u8, members.len(), sum).hash(&mut hasher);
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_compare_by_value_at_every_depth() {
        assert!(equal(&json!({"a": [1, {"b": 2.0}]}), &json!({"a": [1.0, {"b": 2}]})));
        assert!(!equal(&json!(1), &json!(true)));
        assert!(!equal(&json!(0), &json!(false)));
        assert!(!equal(&json!({"a": 1}), &json!({"a": 1, "b": 1})));
        assert!(!equal(&json!([1, 2]), &json!([2, 1])));
    }

    #[test]
    fn duplicates_are_found_in_short_and_long_arrays() {
        for length in [2, PAIRWISE, PAIRWISE + 1, 1000] {
            let mut items: Vec<Value> = (0..length).map(|n| json!({"n": [n], "m": n})).collect();
            assert_eq!(first_duplicate(&items), None);
            items[length - 1] = serde_json::from_str(r#"{"m": 0.0, "n": [0.0]}"#).unwrap();
            assert_eq!(first_duplicate(&items), Some((0, length - 1)));
        }
    }

    #[test]
    fn a_long_array_is_not_quadratic() {
        let items: Vec<Value> = (0..200_000).map(Value::from).collect();
        assert_eq!(first_duplicate(&items), None);
    }
}
