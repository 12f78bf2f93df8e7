//! Where in the instance the evaluation is.

use serde_json::Value;

/// A value of the instance and the way to it.
///
/// Lives on the stack, linked to its parents, so that a valid instance never has a pointer rendered.
#[derive(Clone, Copy)]
pub(super) struct Place<'v> {
    pub(super) value: &'v Value,
    parent: Option<&'v Place<'v>>,
    step: Step<'v>,
    /// Which member or item of its parent it is: the order of the document.
    ordinal: usize,
    pub(super) depth: usize,
}

#[derive(Clone, Copy)]
enum Step<'v> {
    /// The start; the text is the pointer to it.
    Root(&'v str),
    Key(&'v str),
    Index,
}

impl<'v> Place<'v> {
    pub(super) const fn root(pointer: &'v str, value: &'v Value) -> Self {
        Self { value, parent: None, step: Step::Root(pointer), ordinal: 0, depth: 0 }
    }

    pub(super) const fn member(&'v self, ordinal: usize, key: &'v str, value: &'v Value) -> Self {
        Self { value, parent: Some(self), step: Step::Key(key), ordinal, depth: self.depth + 1 }
    }

    pub(super) const fn item(&'v self, ordinal: usize, value: &'v Value) -> Self {
        Self { value, parent: Some(self), step: Step::Index, ordinal, depth: self.depth + 1 }
    }

    /// The same place, with another value to quote.
    pub(super) const fn with_value(self, value: &'v Value) -> Self {
        Self { value, ..self }
    }

    /// RFC 6901 pointer to the value.
    pub(super) fn pointer(&self) -> String {
        let mut pointer = String::new();
        for place in self.way() {
            match place.step {
                Step::Root(start) => pointer.push_str(start),
                Step::Key(key) => push_token(&mut pointer, key),
                Step::Index => push_token(&mut pointer, &place.ordinal.to_string()),
            }
        }
        pointer
    }

    /// Sorts as the value stands in the document: parents before children.
    pub(super) fn position(&self) -> Vec<usize> {
        self.way().iter().skip(1).map(|place| place.ordinal).collect()
    }

    fn way(&self) -> Vec<&Self> {
        let mut way = Vec::with_capacity(self.depth + 1);
        let mut place = self;
        way.push(place);
        while let Some(parent) = place.parent {
            way.push(parent);
            place = parent;
        }
        way.reverse();
        way
    }
}

/// Appends `/token` with the escapes of RFC 6901.
pub(super) fn push_token(pointer: &mut String, token: &str) {
    pointer.push('/');
    for char in token.chars() {
        match char {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            _ => pointer.push(char),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn pointers_are_escaped_and_start_where_the_caller_is() {
        let value = json!(null);
        let root = Place::root("/args", &value);
        let key = root.member(3, "a/b~c", &value);
        let item = key.item(7, &value);
        assert_eq!(item.pointer(), "/args/a~1b~0c/7");
        assert_eq!(item.position(), [3, 7]);
        assert_eq!(Place::root("", &value).pointer(), "");
    }
}
