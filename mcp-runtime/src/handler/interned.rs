//! Names that are made at run time and live as long as the process.

use std::collections::HashSet;
use std::sync::{LazyLock, Mutex, PoisonError};

/// Distinct names that a process keeps: records, metrics and policies know
/// handlers by their names, and nobody can tell when the last of them is gone.
const MOST: usize = 65_536;

/// The one copy of a name; none where a process has made too many. A name that
/// comes back costs nothing.
pub(crate) fn interned(name: &str) -> Option<&'static str> {
    static NAMES: LazyLock<Mutex<HashSet<&'static str>>> = LazyLock::new(Mutex::default);
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    intern(&mut names, name, MOST)
}

fn intern(names: &mut HashSet<&'static str>, name: &str, most: usize) -> Option<&'static str> {
    if let Some(known) = names.get(name) {
        return Some(known);
    }
    if names.len() >= most {
        return None;
    }
    let name: &'static str = name.to_owned().leak();
    names.insert(name);
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_copy_of_each_and_no_more_than_there_is_room_for() {
        let mut names = HashSet::new();
        let one = intern(&mut names, "one", 2).unwrap();
        let again = intern(&mut names, &String::from("one"), 2).unwrap();
        assert!(std::ptr::eq(one, again));
        assert_eq!(intern(&mut names, "two", 2), Some("two"));
        assert_eq!(intern(&mut names, "three", 2), None);
        assert_eq!(intern(&mut names, "two", 2), Some("two"));
    }
}
