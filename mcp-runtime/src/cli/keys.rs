//! `keys mint` and `keys hash` of the command line.

use std::io::{self, BufRead as _, IsTerminal as _};
use std::time::{Duration, SystemTime};

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::text::print;
use crate::auth::{ApiKeys, KeyDigest, KeyText, Scopes};
use crate::error::{Error, Result};

pub(super) const NAME: &str = "keys";

#[derive(Debug, Clone, PartialEq)]
enum Expires {
    After(Duration),
    At(SystemTime),
}

/// Keys that are hashed: shorter ones can be guessed, longer ones are no keys.
const SHORTEST: usize = 16;
const LONGEST: usize = 4096;

pub(super) fn command() -> Command {
    let mint = Command::new("mint")
        .about("Make an API key, and print it with the record that the server keeps of it")
        .arg(
            value("name", "NAME", "Whose key it is")
                .required(true)
                .value_parser(|text: &str| KeyText::check_name(text).map(|()| text.to_owned())),
        )
        .arg(
            value("scope", "SCOPE", "What it may do; may be repeated")
                .action(ArgAction::Append)
                .value_parser(|text: &str| KeyText::check_scope(text).map(|()| text.to_owned())),
        )
        .arg(
            value("expires", "WHEN", "After a time (90d) or on a day (2027-01-31); default: never")
                .value_parser(expires),
        )
        .arg(
            value("rate", "RATE", "How often it may be used, such as 60/min; default: any")
                .value_parser(KeyText::rate),
        );
    let hash = Command::new("hash")
        .about("Print the digest of a key that is read from stdin")
        // Taken, so that the parser does not repeat what may be the key.
        .arg(Arg::new("key").hide(true).num_args(0..).trailing_var_arg(true));
    Command::new(NAME)
        .about("Make or hash an API key")
        .subcommand_required(true)
        .disable_help_subcommand(true)
        .subcommand(mint)
        .subcommand(hash)
}

fn value(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

fn expires(text: &str) -> Result<Expires, String> {
    match mcp_literals::duration::parse(text) {
        Ok(millis) => Ok(Expires::After(Duration::from_millis(millis))),
        Err(_) => KeyText::expiry(text)
            .map(Expires::At)
            .map_err(|problem| format!("{problem}; or a time from now, such as 90d")),
    }
}

pub(super) fn run(matches: &ArgMatches) -> Result<()> {
    match matches.subcommand() {
        Some(("mint", asked)) => print(mint(asked, SystemTime::now())?),
        Some((_, asked)) if asked.get_raw("key").is_none() => {
            let stdin = io::stdin();
            if stdin.is_terminal() {
                eprintln!("Type or paste the key, then press Enter.");
            }
            print(hash(stdin.lock())?)
        }
        _ => Err(Error::Usage(
            "`keys hash` takes no arguments and reads the key from stdin: what is on the command \
             line others can see"
                .to_owned(),
        )),
    }
}

/// The key and its record, one line each; what to do with them goes to
/// stderr, so that a script can take the lines as they are.
fn mint(asked: &ArgMatches, now: SystemTime) -> Result<String> {
    let name: &String = asked.get_one("name").expect("the parser demands a name");
    let minted = ApiKeys::mint(name.as_str())?;
    let scopes = asked.get_many::<String>("scope").unwrap_or_default();
    let mut record = minted.record.with_scopes(scopes.collect::<Scopes>());
    if let Some(expires) = asked.get_one::<Expires>("expires") {
        let expires = match expires {
            Expires::After(duration) => now + *duration,
            Expires::At(time) if *time <= now => {
                return Err(Error::Usage("`--expires` is in the past".to_owned()));
            }
            Expires::At(time) => *time,
        };
        record = record.with_expiry(expires);
    }
    if let Some((requests, window)) = asked.get_one::<(u32, Duration)>("rate") {
        record = record.with_limit(*requests, *window);
    }
    eprintln!(
        "The first line is the key: give it to its holder, it is shown only this once.\n\
         The second line is its record: add it to the file or the variable that the server \
         reads its keys from."
    );
    Ok(format!("{}\n{record}", minted.key))
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
