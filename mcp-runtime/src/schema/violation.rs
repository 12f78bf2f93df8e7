//! What is wrong with an instance, in words that a language model can act on.

use serde::Serialize;

use super::limits::MAX_VIOLATIONS;

/// One place where an instance breaks its schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// RFC 6901 pointer to the value, or to where a missing one belongs; empty for the whole instance.
    pub pointer: String,
    /// One short phrase: `an integer from 1 to 14`, `one of "fast", "slow"`, ``the required property `city` ``.
    pub expected: String,
    /// The value as JSON, cut at about 80 characters, or `nothing`.
    pub got: String,
}

/// A list of violations that stops growing at [`MAX_VIOLATIONS`] and remembers that there were more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Violations {
    found: Vec<Violation>,
    more: bool,
}

impl Violations {
    /// An empty list.
    pub const fn new() -> Self {
        Self { found: Vec::new(), more: false }
    }

    /// Adds a violation, unless it is listed already or the list is full.
    pub fn push(&mut self, violation: Violation) {
        if self.found.contains(&violation) {
            return;
        }
        if self.found.len() < MAX_VIOLATIONS {
            self.found.push(violation);
        } else {
            self.more = true;
        }
    }

    /// Whether nothing was found.
    pub const fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// How many are listed.
    pub const fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether violations were left out.
    pub const fn has_more(&self) -> bool {
        self.more
    }

    /// Those listed, in the order in which they were added.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.found.iter()
    }

    /// The list; where violations were left out, one more entry at the end says so.
    pub fn into_vec(mut self) -> Vec<Violation> {
        if self.more {
            self.found.push(Violation {
                pointer: String::new(),
                expected: format!("no more violations than the {MAX_VIOLATIONS} listed"),
                got: "more; correct these first".to_owned(),
            });
        }
        self.found
    }

    /// Marks that violations were left out by whoever collected them.
    pub(super) const fn note_more(&mut self) {
        self.more = true;
    }
}

impl<'v> IntoIterator for &'v Violations {
    type Item = &'v Violation;
    type IntoIter = std::slice::Iter<'v, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(number: usize) -> Violation {
        Violation {
            pointer: format!("/{number}"),
            expected: "a string".to_owned(),
            got: "1".to_owned(),
        }
    }

    #[test]
    fn the_list_is_bounded_and_says_so() {
        let mut violations = Violations::new();
        for number in 0..MAX_VIOLATIONS {
            violations.push(numbered(number));
        }
        violations.push(numbered(0));
        assert!(!violations.has_more(), "a repeated violation is not one more");
        violations.push(numbered(MAX_VIOLATIONS));
        assert!(violations.has_more());
        assert_eq!(violations.len(), MAX_VIOLATIONS);
        let listed = violations.into_vec();
        assert_eq!(listed.len(), MAX_VIOLATIONS + 1);
        assert_eq!(listed[MAX_VIOLATIONS].got, "more; correct these first");
    }
}
