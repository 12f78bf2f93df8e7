//! URIs as they are compared.

use std::fmt;
use std::ops::Range;

use super::LONGEST_URI;
use super::unit::{self, Unit};

/// A URI, ready to be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uri {
    pub(super) units: Vec<Unit>,
    pub(super) path: Range<usize>,
    pub(super) query: Option<Range<usize>>,
    pub(super) fragment: Option<Range<usize>>,
}

impl Uri {
    /// Reads a URI. Raw characters that a URI cannot hold are taken as if they were encoded.
    ///
    /// # Errors
    /// A sentence that says what to write.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.len() > LONGEST_URI {
            return Err(format!(
                "a URI has at most {LONGEST_URI} bytes; this one has {}",
                text.len()
            ));
        }
        let mut units = unit::read(text).map_err(|at| {
            let rest: String = text[at..].chars().take(3).collect();
            format!("`{rest}` is no character; write `%` and two hexadecimal digits, or `%25` for the sign itself")
        })?;
        if unit::scheme(&mut units).is_none() {
            return Err("a URI begins with its scheme; write one such as `notes://1`".to_owned());
        }
        let find = |sign: u8, range: Range<usize>| {
            let at = units[range.clone()].iter().position(|unit| *unit == Unit::Plain(sign));
            at.map(|at| range.start + at)
        };
        let hash = find(b'#', 0..units.len());
        let before = hash.unwrap_or(units.len());
        let mark = find(b'?', 0..before);
        Ok(Self {
            path: 0..mark.unwrap_or(before),
            query: mark.map(|mark| mark + 1..before),
            fragment: hash.map(|hash| hash + 1..units.len()),
            units,
        })
    }
}

/// The one form of all URIs that are the same.
impl fmt::Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.units.iter().try_for_each(|unit| unit.fmt(f))
    }
}
