use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use serde_json::value::RawValue;

/// JSON text compared by what it means: the order of members and the spelling
/// of numbers and strings do not matter.
///
/// Keys of limits and caches are made of it, so that nobody gets a second
/// window by writing `1.0` for `1`. Where the meaning cannot be told, the text
/// itself counts: different calls must never share a result.
#[derive(Clone, Copy)]
pub(super) struct Canonical<'a>(pub(super) &'a str);

/// Deeper than this the text counts as it stands.
const DEPTH: usize = 16;

impl Hash for Canonical<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        feed(self.0.trim_ascii(), DEPTH, state);
    }
}

fn feed(json: &str, depth: usize, state: &mut impl Hasher) {
    let understood = match json.bytes().next() {
        Some(b'{') if depth > 0 => object(json, depth, state),
        Some(b'[') if depth > 0 => array(json, depth, state),
        Some(b'"') => string(json, state),
        Some(b'-' | b'0'..=b'9') => {
            (2_u8, number(json)).hash(state);
            Some(())
        }
        _ => None,
    };
    if understood.is_none() {
        (0_u8, json).hash(state);
    }
}

fn object(json: &str, depth: usize, state: &mut impl Hasher) -> Option<()> {
    let members: BTreeMap<Cow<'_, str>, &RawValue> = serde_json::from_str(json).ok()?;
    (5_u8, members.len()).hash(state);
    for (name, value) in members {
        name.hash(state);
        feed(value.get(), depth - 1, state);
    }
    Some(())
}

fn array(json: &str, depth: usize, state: &mut impl Hasher) -> Option<()> {
    let items: Vec<&RawValue> = serde_json::from_str(json).ok()?;
    (4_u8, items.len()).hash(state);
    for item in items {
        feed(item.get(), depth - 1, state);
    }
    Some(())
}

fn string(json: &str, state: &mut impl Hasher) -> Option<()> {
    let text: Cow<'_, str> = match json.strip_prefix('"')?.strip_suffix('"')? {
        plain if !plain.contains('\\') => Cow::Borrowed(plain),
        _ => Cow::Owned(serde_json::from_str(json).ok()?),
    };
    (3_u8, text).hash(state);
    Some(())
}

/// One spelling of a number: a whole one by its digits, however many.
fn number(json: &str) -> Cow<'_, str> {
    const EXACT: f64 = 9_007_199_254_740_992.0; // 2^53
    if json == "-0" {
        return Cow::Borrowed("0");
    }
    if json.bytes().skip(1).all(|byte| byte.is_ascii_digit()) {
        return Cow::Borrowed(json);
    }
    match json.parse::<f64>() {
        #[allow(clippy::cast_possible_truncation)] // whole and in range
        Ok(float) if float.fract() == 0.0 && float.abs() <= EXACT => {
            Cow::Owned((float as i64).to_string())
        }
        Ok(float) if float.is_finite() => Cow::Owned(format!("{float:e}")),
        _ => Cow::Borrowed(json),
    }
}

#[cfg(test)]
mod tests {
    use std::hash::{BuildHasher as _, RandomState};

    use super::*;

    #[test]
    fn what_means_the_same_is_the_same_and_nothing_else() {
        let state = RandomState::new();
        let hash = |json: &str| state.hash_one(Canonical(json));
        for (one, other) in [
            (r#"{"a":1,"b":[2,3]}"#, r#" { "b": [2.0, 3e0], "a": 1 }"#),
            (r#""a""#, r#""\u0061""#),
            ("-0.0", "0"),
            ("-0", "0"),
            ("1e2", "100"),
            ("1.50", "15e-1"),
        ] {
            assert_eq!(hash(one), hash(other), "{one} {other}");
        }
        let deep = |inner: &str| format!("{}{inner}{}", "[".repeat(200), "]".repeat(200));
        for (one, other) in [
            ("1", "\"1\""),
            ("[1,2]", "[2,1]"),
            ("null", "{}"),
            ("1.5", "1"),
            (r#"{"a":1}"#, r#"{"a":2}"#),
            ("18446744073709551616", "18446744073709551617"),
            ("1e400", "1e401"),
            (&*deep("1"), &*deep("2")),
        ] {
            assert_ne!(hash(one), hash(other), "{one} {other}");
        }
    }
}
