//! `" per caller"`, `" per server"`, `" per argument NAME"`.

use std::fmt;

use super::window;

/// Whom a limit counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Per<'a> {
    /// Each caller by itself. What is meant where nothing is written.
    #[default]
    Caller,
    /// All callers together.
    Server,
    /// Each value of the argument of this name.
    Argument(&'a str),
}

impl<'a> Per<'a> {
    /// Cuts the suffix off a limit; the error says what to write instead.
    pub(crate) fn split(text: &'a str) -> Result<(&'a str, Self), String> {
        let Some((limit, whom)) = text.split_once(" per ") else {
            return Ok((text, Self::default()));
        };
        let per = match (whom, whom.strip_prefix("argument ")) {
            ("caller", _) => Self::Caller,
            ("server", _) => Self::Server,
            (_, Some(name)) if !name.is_empty() => Self::Argument(name),
            _ if is_window(limit, whom) => {
                return Err(format!(
                    "`{text}` counts per `{whom}`, which is no caller; write \"{limit}/{whom}\""
                ));
            }
            _ => {
                return Err(format!(
                    "`{text}` counts per `{whom}`; write \"per caller\", \"per server\" or \"per \
                     argument NAME\" after the limit"
                ));
            }
        };
        Ok((limit, per))
    }
}

/// Whether it is time that was meant: `60 per minute`.
fn is_window(limit: &str, whom: &str) -> bool {
    let unit = whom.split_once(" per ").map_or(whom, |(unit, _)| unit);
    !limit.contains('/') && window::parse(unit).is_some()
}

/// The suffix, with its space; nothing for the default.
impl fmt::Display for Per<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Caller => Ok(()),
            Self::Server => f.write_str(" per server"),
            Self::Argument(name) => write!(f, " per argument {name}"),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Any of the three, as an owned name.
    pub(crate) fn any() -> impl Strategy<Value = (u8, String)> {
        (0..3_u8, "[a-z_]{1,8}|\\PC{1,8}")
    }

    pub(crate) fn borrow((which, name): &(u8, String)) -> Per<'_> {
        match which {
            0 => Per::Caller,
            1 => Per::Server,
            _ => Per::Argument(name),
        }
    }

    #[test]
    fn suffixes() {
        for (text, limit, per) in [
            ("60/min", "60/min", Per::Caller),
            ("60/min per caller", "60/min", Per::Caller),
            ("60/min per server", "60/min", Per::Server),
            ("60/min per argument city", "60/min", Per::Argument("city")),
            ("1/s per argument a per b", "1/s", Per::Argument("a per b")),
        ] {
            assert_eq!(Per::split(text), Ok((limit, per)), "{text}");
        }
        for (text, fix) in [
            ("60 per minute", "write \"60/minute\""),
            ("60 per 10s per server", "write \"60/10s per server\""),
        ] {
            let problem = Per::split(text).unwrap_err();
            assert!(problem.contains(fix), "{problem}");
        }
        for text in ["60/min per day", "60 per user"] {
            let problem = Per::split(text).unwrap_err();
            assert!(problem.contains("write \"per caller\""), "{problem}");
        }
        for text in ["1/s per ", "1/s per user", "1/s per argument ", "1/s per argument"] {
            assert!(Per::split(text).is_err(), "{text}");
        }
    }
}
