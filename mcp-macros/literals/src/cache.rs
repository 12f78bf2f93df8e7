//! `"60s"`, `"60s public"`.

use std::fmt;

use super::duration;

/// How long a result is kept, and for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cache {
    /// In milliseconds, at least 1.
    pub ttl_ms: u64,
    /// One result for all callers; otherwise each caller has its own.
    pub public: bool,
}

/// Reads a cache; the error says what to write instead.
pub fn parse(text: &str) -> Result<Cache, String> {
    let (ttl, public) = match text.strip_suffix(" public") {
        Some(ttl) => (ttl, true),
        None => (text, false),
    };
    let ttl_ms = duration::parse(ttl).map_err(|_| {
        format!(
            "`{text}` is not a cache; write for how long results are kept, such as \"60s\", or \
             \"60s public\" where all callers may share them"
        )
    })?;
    Ok(Cache { ttl_ms, public })
}

impl fmt::Display for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let public = if self.public { " public" } else { "" };
        write!(f, "{}{public}", duration::literal(self.ttl_ms))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::duration::LONGEST_MS;

    proptest! {
        #[test]
        fn what_is_displayed_is_read_again(ttl_ms in 1..=LONGEST_MS, public: bool) {
            let cache = Cache { ttl_ms, public };
            prop_assert_eq!(parse(&cache.to_string()), Ok(cache));
        }

        #[test]
        fn no_text_breaks_it(text in "[0-9]{0,3}[hms]{0,2}( public)?|\\PC{0,12}") {
            if let Ok(cache) = parse(&text) {
                prop_assert!(cache.ttl_ms > 0);
            }
        }
    }

    #[test]
    fn examples() {
        assert_eq!(parse("60s"), Ok(Cache { ttl_ms: 60_000, public: false }));
        assert_eq!(parse("1h30m public"), Ok(Cache { ttl_ms: 5_400_000, public: true }));
        for text in ["", "public", " public", "60", "60s private", "public 60s", "0s", "60spublic"]
        {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
