use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use crate::error::code;

/// Codes of one tool's own that metrics tell apart.
const MOST: usize = 32;
/// The longest of them, in bytes.
const LENGTH: usize = 64;
/// What the codes beyond them are called.
const OTHER: &str = "other";

/// Keeps the number of time series within bounds, whatever a tool calls its
/// errors. Asked for failed calls alone.
#[derive(Default)]
pub(super) struct Codes(Mutex<HashMap<&'static str, HashSet<Box<str>>>>);

impl Codes {
    /// The name of a code in metrics.
    pub(super) fn bounded<'a>(&self, tool: &'static str, code: &'a str) -> &'a str {
        if code::BUILT_IN.contains(&code) {
            return code;
        }
        if code.is_empty() || code.len() > LENGTH {
            return OTHER;
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known.entry(tool).or_default();
        if known.contains(code) {
            return code;
        }
        if known.len() >= MOST {
            return OTHER;
        }
        known.insert(code.into());
        code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_has_so_many_codes_of_its_own() {
        let codes = Codes::default();
        for number in 0..MOST {
            let code = format!("OWN_{number}");
            assert_eq!(codes.bounded("one", &code), code);
        }
        assert_eq!(codes.bounded("one", "OWN_99"), OTHER);
        assert_eq!(codes.bounded("one", "OWN_0"), "OWN_0");
        assert_eq!(codes.bounded("one", code::TIMEOUT), code::TIMEOUT);
        assert_eq!(codes.bounded("two", "OWN_99"), "OWN_99");
        for code in ["", &"L".repeat(65)] {
            assert_eq!(codes.bounded("three", code), OTHER);
        }
    }
}
