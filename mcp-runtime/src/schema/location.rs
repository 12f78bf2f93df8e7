//! Places in a schema document, and the references that lead to them.

use serde_json::Value;

use super::place::push_token;

/// RFC 6901 pointer from the root of the document; the name under which a subschema is compiled once.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Location(String);

impl Location {
    pub(super) fn keyword(&self, keyword: &str) -> Self {
        let mut location = self.clone();
        push_token(&mut location.0, keyword);
        location
    }

    pub(super) fn index(&self, keyword: &str, index: usize) -> Self {
        self.keyword(keyword).keyword(&index.to_string())
    }

    pub(super) fn key(&self, keyword: &str, key: &str) -> Self {
        self.keyword(keyword).keyword(key)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn tokens(&self) -> impl Iterator<Item = String> {
        // A location is built from tokens, so each of them has valid escapes.
        self.0.split('/').skip(1).filter_map(unescape)
    }
}

/// What a `$ref` asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reference {
    Pointer(Vec<String>),
    Anchor(String),
    /// Another document.
    External,
    /// Not a pointer: a bad escape.
    Malformed,
}

impl Reference {
    pub(super) fn parse(reference: &str) -> Self {
        let fragment = match reference.split_once('#') {
            Some(("", fragment)) => fragment,
            None if reference.is_empty() => "",
            _ => return Self::External,
        };
        let Some(fragment) = percent_decode(fragment) else {
            return Self::Malformed;
        };
        if fragment.is_empty() {
            return Self::Pointer(Vec::new());
        }
        let Some(pointer) = fragment.strip_prefix('/') else {
            return Self::Anchor(fragment);
        };
        pointer
            .split('/')
            .map(unescape)
            .collect::<Option<_>>()
            .map_or(Self::Malformed, Self::Pointer)
    }
}

/// Follows a pointer. The flag says whether it leads into a subschema with an `$id` of its own, where references mean
/// something else.
pub(super) fn follow(
    document: &Value,
    tokens: impl IntoIterator<Item = impl AsRef<str>>,
) -> Option<(Location, &Value, bool)> {
    let mut at = (Location::default(), document, false);
    for token in tokens {
        let token = token.as_ref();
        let (location, value, embedded) = at;
        let next = match value {
            Value::Object(members) => members.get(token)?,
            Value::Array(items) => items.get(array_index(token)?)?,
            _ => return None,
        };
        at = (location.keyword(token), next, embedded || has_own_base(next));
    }
    Some(at)
}

/// Whether references in a subschema are resolved against an `$id` that it has.
pub(super) fn has_own_base(schema: &Value) -> bool {
    schema.get("$id").and_then(Value::as_str).is_some_and(|id| !id.starts_with('#'))
}

/// RFC 6901 allows no leading zeros.
fn array_index(token: &str) -> Option<usize> {
    let canonical = token == "0" || !token.starts_with('0');
    let digits = token.bytes().all(|byte| byte.is_ascii_digit());
    (canonical && digits).then(|| token.parse().ok())?
}

fn unescape(token: &str) -> Option<String> {
    let mut unescaped = String::with_capacity(token.len());
    let mut chars = token.chars();
    while let Some(char) = chars.next() {
        unescaped.push(match char {
            '~' => match chars.next()? {
                '0' => '~',
                '1' => '/',
                _ => return None,
            },
            char => char,
        });
    }
    Some(unescaped)
}

fn percent_decode(fragment: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(fragment.len());
    let mut bytes = fragment.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(if byte == b'%' {
            let high = char::from(bytes.next()?).to_digit(16)?;
            let low = char::from(bytes.next()?).to_digit(16)?;
            u8::try_from(high * 16 + low).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(decoded).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn pointer(tokens: &[&str]) -> Reference {
        Reference::Pointer(tokens.iter().map(|&token| token.to_owned()).collect())
    }

    #[test]
    fn references_are_told_apart() {
        for (text, reference) in [
            ("#", pointer(&[])),
            ("", pointer(&[])),
            ("#/$defs/a", pointer(&["$defs", "a"])),
            ("#/$defs/a~1b~0c%25%C3%A9", pointer(&["$defs", "a/b~c%é"])),
            ("#/", pointer(&[""])),
            ("#name", Reference::Anchor("name".to_owned())),
            ("other.json", Reference::External),
            ("other.json#/a", Reference::External),
            ("https://example.com/schema", Reference::External),
            ("#/a~2", Reference::Malformed),
            ("#/%zz", Reference::Malformed),
            ("#/%f", Reference::Malformed),
            ("#/%ff", Reference::Malformed),
        ] {
            assert_eq!(Reference::parse(text), reference, "{text}");
        }
    }

    #[test]
    fn pointers_are_followed_exactly() {
        let document = json!({"a": [true, {"$id": "x", "b/c": false}]});
        let (location, value, embedded) = follow(&document, ["a", "1", "b/c"]).unwrap();
        assert_eq!(location.as_str(), "/a/1/b~1c");
        assert_eq!(value, &json!(false));
        assert!(embedded);
        assert!(!follow(&document, ["a", "0"]).unwrap().2);
        for missing in
            [vec!["b"], vec!["a", "2"], vec!["a", "01"], vec!["a", "+1"], vec!["a", "0", "x"]]
        {
            assert!(follow(&document, missing).is_none());
        }
    }
}
