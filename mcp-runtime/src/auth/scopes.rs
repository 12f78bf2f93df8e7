use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;

/// What a caller was granted: a set of scope tokens (RFC 6749, 3.3).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scopes(Arc<BTreeSet<Box<str>>>);

impl Scopes {
    /// The scopes of a list separated by spaces, as OAuth writes them.
    pub fn parse(list: &str) -> Self {
        list.split(' ').filter(|scope| !scope.is_empty()).collect()
    }

    /// Whether this very scope is among them; what others imply does not count.
    pub fn contains(&self, scope: &str) -> bool {
        self.0.contains(scope)
    }

    /// In alphabetical order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|scope| &**scope)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it can be one scope: printable ASCII without space, `"` and `\`.
    pub(crate) fn is_token(scope: &str) -> bool {
        mcp_literals::scope::is_token(scope)
    }
}

impl<S: AsRef<str>> FromIterator<S> for Scopes {
    fn from_iter<I: IntoIterator<Item = S>>(scopes: I) -> Self {
        Self(Arc::new(scopes.into_iter().map(|scope| scope.as_ref().into()).collect()))
    }
}

/// As OAuth writes them: separated by spaces.
impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, scope) in self.iter().enumerate() {
            let space = if index == 0 { "" } else { " " };
            write!(f, "{space}{scope}")?;
        }
        Ok(())
    }
}

/// Which scopes include which others.
#[derive(Debug, Clone, Default)]
pub(crate) struct Implications {
    /// For a scope, all that include it, over any number of steps.
    included_by: HashMap<Box<str>, BTreeSet<Box<str>>>,
}

impl Implications {
    /// `scope` includes `other` from now on, and all that `other` includes.
    pub(crate) fn add(&mut self, scope: &str, other: &str) {
        if scope == other {
            return;
        }
        let mut above: BTreeSet<Box<str>> =
            self.included_by.get(scope).cloned().unwrap_or_default();
        above.insert(scope.into());
        let mut below: Vec<Box<str>> = vec![other.into()];
        let known = self.included_by.iter().filter(|(_, includers)| includers.contains(other));
        below.extend(known.map(|(scope, _)| scope.clone()));
        for scope in below {
            let includers = self.included_by.entry(scope.clone()).or_default();
            includers.extend(above.iter().filter(|above| **above != scope).cloned());
        }
    }

    /// Whether what was granted includes what is needed.
    pub(crate) fn grant(&self, granted: &Scopes, needed: &str) -> bool {
        granted.contains(needed)
            || self
                .included_by
                .get(needed)
                .is_some_and(|includers| includers.iter().any(|scope| granted.contains(scope)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn implications_reach_over_several_steps_in_whatever_order_they_are_said() {
        for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [1, 2, 0]] {
            let said = [("admin", "write"), ("write", "read"), ("read", "list")];
            let mut implications = Implications::default();
            for index in order {
                let (scope, other) = said[index];
                implications.add(scope, other);
            }
            let admin = Scopes::parse("admin");
            for needed in ["admin", "write", "read", "list"] {
                assert!(implications.grant(&admin, needed), "{order:?} {needed}");
            }
            assert!(!implications.grant(&Scopes::parse("read"), "write"));
            assert!(!implications.grant(&Scopes::default(), "list"));
        }
    }

    #[test]
    fn a_circle_makes_them_equal() {
        let mut implications = Implications::default();
        implications.add("a", "b");
        implications.add("b", "a");
        implications.add("a", "a");
        assert!(implications.grant(&Scopes::parse("a"), "b"));
        assert!(implications.grant(&Scopes::parse("b"), "a"));
        assert!(!implications.grant(&Scopes::parse("c"), "a"));
    }

    #[test]
    fn a_list_is_read_as_it_is_written() {
        let scopes = Scopes::parse(" vault:write  vault:read ");
        assert_eq!(scopes.to_string(), "vault:read vault:write");
    }
}
