//! `keys mint` and `keys hash` of the command line.

use std::ffi::OsString;
use std::io::{self, BufRead as _, IsTerminal as _};
use std::time::{Duration, SystemTime};

use mcp_literals::nearest;

use crate::auth::{ApiKeys, KeyDigest, KeyText, Scopes};
use crate::error::{Error, Result};

/// What is asked about keys.
#[derive(Debug, PartialEq)]
pub(super) enum KeysCommand {
    Mint(Mint),
    Hash,
}

/// The record to be.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Mint {
    name: String,
    scopes: Vec<String>,
    expires: Option<Expires>,
    rate: Option<(u32, Duration)>,
}

#[derive(Debug, PartialEq)]
enum Expires {
    After(Duration),
    At(SystemTime),
}

const VERBS: [&str; 2] = ["mint", "hash"];
const OPTIONS: [&str; 4] = ["--name", "--scope", "--expires", "--rate"];

/// Keys that are hashed: shorter ones can be guessed, longer ones are no keys.
const SHORTEST: usize = 16;
const LONGEST: usize = 4096;

impl KeysCommand {
    /// Reads what follows `keys`; `None` asks for help.
    pub(super) fn parse(
        program: &str,
        args: impl IntoIterator<Item = OsString>,
    ) -> Result<Option<Self>> {
        let mut args = args.into_iter().map(|arg| {
            arg.into_string().map_err(|_| Error::Usage("an argument is not UTF-8".to_owned()))
        });
        let usual = format!("`{program} keys mint --name alice`");
        let usage = |text: String| Error::Usage(format!("{text}; write {usual}"));
        let verb = args.next().transpose()?;
        let mut mint = match verb.as_deref() {
            Some("mint") => Mint::default(),
            Some("hash") => {
                return match args.next().transpose()?.as_deref() {
                    None => Ok(Some(Self::Hash)),
                    Some("-h" | "--help") => Ok(None),
                    // Not repeated: it may be the key.
                    Some(_) => Err(Error::Usage(format!(
                        "`{program} keys hash` takes no arguments and reads the key from stdin: \
                         what is on the command line others can see"
                    ))),
                };
            }
            Some("-h" | "--help") => return Ok(None),
            Some(other) => {
                let near = nearest(other, VERBS.into_iter()).unwrap_or("mint` or `keys hash");
                return Err(usage(format!("there is no `keys {other}`, but `keys {near}`")));
            }
            None => return Err(usage("`keys` needs `mint` or `hash` after it".to_owned())),
        };
        while let Some(arg) = args.next().transpose()? {
            if matches!(arg.as_str(), "-h" | "--help") {
                return Ok(None);
            }
            let (option, inline) = match arg.split_once('=') {
                Some((option, value)) => (option, Some(value.to_owned())),
                None => (arg.as_str(), None),
            };
            if !OPTIONS.contains(&option) {
                let near = nearest(option, OPTIONS.into_iter());
                let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
                return Err(Error::Usage(format!(
                    "unknown argument `{option}` of `keys mint`{near}; try `{program} --help`"
                )));
            }
            let value = inline.map_or_else(|| args.next().transpose(), |value| Ok(Some(value)))?;
            let value = value.ok_or_else(|| {
                Error::Usage(format!("`{option}` needs a value; {}", like(option)))
            })?;
            mint.set(option, value)
                .map_err(|problem| Error::Usage(format!("`{option}`: {problem}")))?;
        }
        if mint.name.is_empty() {
            return Err(usage("`--name` is missing: it says whose key it is".to_owned()));
        }
        Ok(Some(Self::Mint(mint)))
    }

    /// What to print.
    pub(super) fn run(self, now: SystemTime) -> Result<String> {
        match self {
            Self::Mint(mint) => mint.run(now),
            Self::Hash => {
                let stdin = io::stdin();
                if stdin.is_terminal() {
                    eprintln!("Type or paste the key, then press Enter.");
                }
                hash(stdin.lock()).map(|digest| digest.to_string())
            }
        }
    }
}

fn like(option: &str) -> &'static str {
    match option {
        "--name" => "write `--name alice`",
        "--scope" => "write `--scope notes:read`",
        "--expires" => "write `--expires 90d` or `--expires 2027-01-31`",
        _ => "write `--rate 60/min`",
    }
}

impl Mint {
    fn set(&mut self, option: &str, value: String) -> Result<(), String> {
        let twice = match option {
            "--name" => !self.name.is_empty(),
            "--expires" => self.expires.is_some(),
            "--rate" => self.rate.is_some(),
            _ => false,
        };
        if twice {
            return Err("it stands twice; a key has one".to_owned());
        }
        match option {
            "--name" => {
                KeyText::check_name(&value)?;
                self.name = value;
            }
            "--scope" => {
                KeyText::check_scope(&value)?;
                self.scopes.push(value);
            }
            "--expires" => {
                self.expires = Some(match mcp_literals::duration::parse(&value) {
                    Ok(millis) => Expires::After(Duration::from_millis(millis)),
                    Err(_) => Expires::At(KeyText::expiry(&value).map_err(|problem| {
                        format!("{problem}; or a time from now, such as 90d")
                    })?),
                });
            }
            _ => self.rate = Some(KeyText::rate(&value)?),
        }
        Ok(())
    }

    /// The key and its record, one line each; what to do with them goes to
    /// stderr, so that a script can take the lines as they are.
    fn run(self, now: SystemTime) -> Result<String> {
        let minted = ApiKeys::mint(self.name)?;
        let mut record = minted.record.with_scopes(self.scopes.iter().collect::<Scopes>());
        if let Some(expires) = self.expires {
            let expires = match expires {
                Expires::After(duration) => now + duration,
                Expires::At(time) if time <= now => {
                    return Err(Error::Usage("`--expires` is in the past".to_owned()));
                }
                Expires::At(time) => time,
            };
            record = record.with_expiry(expires);
        }
        if let Some((requests, window)) = self.rate {
            record = record.with_limit(requests, window);
        }
        eprintln!(
            "The first line is the key: give it to its holder, it is shown only this once.\n\
             The second line is its record: add it to the file or the variable that the server \
             reads its keys from."
        );
        Ok(format!("{}\n{record}", minted.key))
    }
}

/// The digest of the key on the first line.
fn hash(input: impl io::BufRead) -> Result<KeyDigest> {
    let io = |source| Error::Io { context: "cannot read the key from stdin", source };
    let mut lines = input.take(LONGEST as u64 + 3).lines();
    let key = lines.next().transpose().map_err(io)?.unwrap_or_default();
    let more = lines.next().transpose().map_err(io)?.is_some();
    let usage = |text: &str| Err(Error::Usage(text.to_owned()));
    if more {
        return usage("stdin holds more than one line; write one key and nothing else");
    }
    if key.len() > LONGEST {
        return usage("stdin holds more than 4096 bytes, which is no key");
    }
    // What no header can carry, or carries differently.
    if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return usage("a key holds printable ASCII without spaces, or callers cannot send it");
    }
    if key.len() < SHORTEST {
        return usage(
            "a key of fewer than 16 characters can be guessed; `keys mint` makes a good one",
        );
    }
    Ok(KeyDigest::of(&key))
}

#[cfg(test)]
mod tests;
