//! The records of a variable or a file: separated by ends of lines or `;`,
//! with comments from a word that begins with `#` to the end of its line.

use std::collections::HashMap;
use std::fmt;
use std::time::{Duration, SystemTime};

use super::{Expiry, KeyDigest, KeyRecord};
use crate::auth::Scopes;

const OPTIONS: [&str; 3] = ["scopes", "expires", "rate"];
/// The longest name.
const LONGEST: usize = 128;
/// The fewest characters of a key: the shorter ones can be guessed.
const SHORTEST_KEY: usize = 16;
const HIDDEN: &str = "…";

/// Something wrong at a place. Never repeats what may be a key.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    line: usize,
    /// In characters.
    column: usize,
    record: usize,
    problem: String,
}

/// `LINE:COLUMN: record N: what is wrong`.
impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, column, record, problem } = self;
        write!(f, "{line}:{column}: record {record}: {problem}")
    }
}

/// Reads all records; the error holds every mistake, at least one.
pub(super) fn records(text: &str) -> Result<Vec<KeyRecord>, Vec<Mistake>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (mut records, mut mistakes) = (Vec::new(), Vec::new());
    let (mut names, mut digests) = (HashMap::new(), HashMap::new());
    let pieces = text.lines().enumerate().flat_map(|(line, text)| pieces(line + 1, text));
    for (index, piece) in pieces.enumerate() {
        let number = index + 1;
        let mut wrong = |word: &Word<'_>, problem: String| {
            let Word { line, column, .. } = *word;
            mistakes.push(Mistake { line, column, record: number, problem });
        };
        let Some(record) = record(&piece, &mut wrong) else { continue };
        let same = |before: usize, what: &str| format!("{what} as record {before}; remove one");
        if let Some(before) = names.insert(record.name().to_owned(), number) {
            wrong(&piece[0], same(before, "the same name"));
        }
        if let Some(before) = digests.insert(*record.digest(), number) {
            wrong(&piece[1], same(before, "the same key"));
        }
        records.push(record);
    }
    if mistakes.is_empty() { Ok(records) } else { Err(mistakes) }
}

/// A word and where it begins.
#[derive(Clone, Copy)]
struct Word<'a> {
    line: usize,
    column: usize,
    text: &'a str,
}

/// The words of each record of a line; no record is without any.
fn pieces(line: usize, text: &str) -> Vec<Vec<Word<'_>>> {
    let mut pieces = vec![Vec::new()];
    let mut start = None;
    let end = std::iter::once((text.len(), '\n'));
    for (column, (at, char)) in text.char_indices().chain(end).enumerate() {
        if char == '#' && start.is_none() {
            break;
        }
        if !char.is_whitespace() && char != ';' {
            start.get_or_insert((column + 1, at));
            continue;
        }
        if let Some((column, from)) = start.take()
            && let Some(words) = pieces.last_mut()
        {
            words.push(Word { line, column, text: &text[from..at] });
        }
        if char == ';' {
            pieces.push(Vec::new());
        }
    }
    pieces.retain(|words| !words.is_empty());
    pieces
}

/// One record, as far as it can be read; `wrong` is told of all mistakes.
fn record(words: &[Word<'_>], wrong: &mut impl FnMut(&Word<'_>, String)) -> Option<KeyRecord> {
    let (name, rest) = words.split_first()?;
    if let Err(problem) = check_name(name.text) {
        wrong(name, problem);
    }
    let Some((digest, options)) = rest.split_first() else {
        let column = name.column + name.text.chars().count();
        wrong(&Word { column, ..*name }, no_digest());
        return None;
    };
    let digest = digest.text.parse::<KeyDigest>().map_err(|e| wrong(digest, e.to_string())).ok();
    let zero = || KeyDigest::of("");
    let mut record = KeyRecord::new(name.text, digest.unwrap_or_else(zero));
    let mut seen = Vec::new();
    for word in options {
        let (option, value) = word.text.split_once('=').unwrap_or((word.text, ""));
        let known = OPTIONS.into_iter().find(|known| *known == option);
        let read = match known {
            _ if !word.text.contains('=') || known.is_none() => Err(no_option(word.text)),
            Some(option) if seen.contains(&option) => Err(format!("`{option}=` stands twice")),
            Some("scopes") => scopes(value).map(|scopes| record.clone().with_scopes(scopes)),
            Some("expires") => {
                Expiry::parse(value).map(|expires| record.clone().with_expiry(expires.time()))
            }
            _ => rate(value).map(|(count, window)| record.clone().with_limit(count, window)),
        };
        seen.extend(known);
        match read {
            Ok(read) => record = read,
            Err(problem) => wrong(word, problem),
        }
    }
    digest.map(|_| record)
}

fn no_digest() -> String {
    "expected a digest after the name, such as `alice sha256:…`; `keys hash` prints that of a key"
        .to_owned()
}

/// The parts of a record for the command line, which are written as in one.
pub(crate) struct KeyText;

impl KeyText {
    pub(crate) fn check_name(name: &str) -> Result<(), String> {
        check_name(name)
    }

    pub(crate) fn check_scope(scope: &str) -> Result<(), String> {
        check_scope(scope)
    }

    pub(crate) fn expiry(text: &str) -> Result<SystemTime, String> {
        Expiry::parse(text).map(Expiry::time)
    }

    pub(crate) fn rate(text: &str) -> Result<(u32, Duration), String> {
        rate(text)
    }
}

/// What a name must be, to be written; the error says it.
fn check_name(name: &str) -> Result<(), String> {
    let fits = |char: char| char.is_ascii_alphanumeric() || "._-@+:/".contains(char);
    // A digest or a key at the place of the name is not repeated.
    if name.starts_with("sha256:") || name.starts_with(super::mint::PREFIX) {
        return Err("expected a name first, then the digest: `alice sha256:…`".to_owned());
    }
    if name.is_empty() || name.len() > LONGEST || !name.chars().all(fits) {
        return Err(format!(
            "expected a name of 1 to {LONGEST} letters, digits and ._-@+:/, such as alice"
        ));
    }
    Ok(())
}

/// What a scope must be, to be written; the error says it.
fn check_scope(scope: &str) -> Result<(), String> {
    if Scopes::is_token(scope) && !scope.contains([',', ';']) {
        return Ok(());
    }
    Err(format!(
        "`{}` is no scope; write printable ASCII without spaces, quotes, backslashes, `,` and `;`",
        shown(scope)
    ))
}

/// A text as a mistake may repeat it: not where it may be a key.
pub(super) fn shown(text: &str) -> String {
    let may_be_key = text.chars().count() >= SHORTEST_KEY;
    if may_be_key { HIDDEN.to_owned() } else { text.escape_debug().to_string() }
}

fn scopes(list: &str) -> Result<Scopes, String> {
    if list.is_empty() {
        return Err("`scopes=` names none; write scopes=a,b or leave it out".to_owned());
    }
    list.split(',').map(|scope| check_scope(scope).map(|()| scope)).collect()
}

/// Requests and a window.
fn rate(text: &str) -> Result<(u32, Duration), String> {
    let rate = mcp_literals::rate::parse(text).map_err(|problem| match &*shown(text) {
        HIDDEN => problem.replace(text, HIDDEN),
        _ => problem,
    })?;
    if text.contains(' ') {
        return Err(format!("`{text}` counts for the key alone; leave out what begins with `per`"));
    }
    Ok((rate.count, Duration::from_millis(rate.window_ms)))
}

fn no_option(word: &str) -> String {
    const USUAL: &str = "scopes=a,b, expires=2027-01-31 or rate=60/min";
    let (option, value) = word.split_once('=').map_or((word, None), |(o, v)| (o, Some(v)));
    match mcp_literals::nearest(option, OPTIONS.into_iter()) {
        Some(near) if value.is_none() => format!("expected a value, `{near}=…`"),
        Some(near) => format!("there is no such option; did you mean `{near}=`?"),
        None => format!("there is no such option; expected {USUAL}"),
    }
}
