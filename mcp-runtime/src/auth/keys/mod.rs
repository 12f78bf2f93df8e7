//! Callers that show an API key.

mod digest;
mod expiry;
mod file;
mod lookup;
mod mint;
mod parse;
mod record;
mod table;
#[cfg(test)]
mod tests;

pub use digest::KeyDigest;
use expiry::Expiry;
pub use mint::Minted;
pub(crate) use parse::KeyText;
pub use record::{KeyRecord, KeyRecordError};

use std::fmt;
use std::future::Future;
use std::path::PathBuf;

use file::KeyFile;
use lookup::Lookup;
use parse::Mistake;
use table::Table;

use super::{Attempt, Authenticator, Principal, Rejection, Scopes};
use crate::error::{Error, Problems, Result};

/// Callers that show an API key, as `Authorization: Bearer KEY` or
/// `X-API-Key: KEY`.
///
/// A caller becomes a [`Principal`] of the issuer `key` whose subject is the
/// name in the key's record. Only SHA-256 digests of keys are kept.
///
/// ```no_run
/// use mcp_runtime::ApiKeys;
///
/// let keys = ApiKeys::from_env("API_KEYS")?;
/// # Ok::<(), mcp_runtime::Error>(())
/// ```
///
/// # Records
///
/// A variable or a file holds one record a line, or several separated by `;`.
/// A word that begins with `#` makes the rest of its line a comment.
///
/// ```text
/// NAME sha256:HEX [scopes=a,b] [expires=2027-01-31] [rate=60/min]
/// ```
///
/// | Part | Meaning | Default |
/// |---|---|---|
/// | `NAME` | ASCII letters, digits and `._-@+:/`; no two keys have the same | |
/// | `sha256:HEX` | the digest of the key; `keys mint` and `keys hash` print it | |
/// | `scopes` | what its holder may do | nothing that demands a scope |
/// | `expires` | the last day, in UTC, or a time as in RFC 3339 | never |
/// | `rate` | requests in any window of that length; more get 429 | no limit |
///
/// To change a key without a pause, add a second record under another name,
/// such as `alice-2`, and remove the first once nobody uses it.
#[derive(Default)]
pub struct ApiKeys {
    own: Table,
    source: Source,
}

#[derive(Default)]
enum Source {
    #[default]
    Own,
    File(KeyFile),
    Lookup(Lookup),
}

impl ApiKeys {
    /// Knows no key.
    pub fn new() -> Self {
        Self::default()
    }

    /// Knows this key as well, with scopes separated by spaces. For tests:
    /// what stands in a program is no secret. Only its digest is kept; of two
    /// with the same text the later one counts.
    ///
    /// ```
    /// use mcp_runtime::ApiKeys;
    ///
    /// let keys = ApiKeys::new()
    ///     .key("alice", "alice-key-0000000000000000", "vault:read vault:write")
    ///     .key("bob", "bob-key-0000000000000000", "");
    /// ```
    #[must_use]
    pub fn key(mut self, name: &str, text: &str, scopes: &str) -> Self {
        let record = KeyRecord::new(name, KeyDigest::of(text)).with_scopes(Scopes::parse(scopes));
        self.own.insert(&record);
        self
    }

    /// The records in an environment variable, which is read now and never
    /// again.
    ///
    /// # Errors
    /// Where it is not set or holds no record, with how to mint one; where
    /// there are mistakes in it, with all of them. A command line that only
    /// asks for a text (`keys …`, `--help`, `--version`) gets no error and no
    /// keys instead: the first key is minted before there is one to set.
    pub fn from_env(variable: &str) -> Result<Self> {
        let text = std::env::var_os(variable);
        let text = text.as_ref().map(|text| text.to_str().ok_or(variable)).transpose();
        let keys = text
            .map_err(|variable| vec![format!("{variable} is not UTF-8")])
            .and_then(|text| Self::from_variable(variable, text));
        or_none_to_print(keys)
    }

    fn from_variable(variable: &str, text: Option<&str>) -> Result<Self, Vec<String>> {
        let how =
            "`keys mint --name NAME` of this program prints a key and the record to put there";
        let text = text.ok_or_else(|| vec![format!("{variable} is not set; {how}")])?;
        let records = parse::records(text)
            .map_err(|mistakes| listed(mistakes, |mistake| format!("{variable}:{mistake}")))?;
        if records.is_empty() {
            return Err(vec![format!("{variable} holds no API key; {how}")]);
        }
        Ok(Self { own: Table::new(&records), source: Source::Own })
    }

    /// The records in a file of at most 1 MiB, which is read again when it
    /// changes: it is looked at on use, at most every 2 s.
    ///
    /// A file with a mistake in it, or none at all, leaves the keys of before
    /// in force and is logged once. An empty file means that nobody has a key.
    /// Write a new file and rename it over the old one, so that none is seen
    /// half written.
    ///
    /// # Errors
    /// Where it cannot be read or there are mistakes in it, with all of them.
    /// As with [`from_env`](Self::from_env), a command line that only asks for
    /// a text gets no keys instead.
    ///
    /// ```no_run
    /// use mcp_runtime::ApiKeys;
    ///
    /// let keys = ApiKeys::from_file("/etc/notes/keys")?;
    /// # Ok::<(), mcp_runtime::Error>(())
    /// ```
    pub fn from_file(path: impl Into<PathBuf>) -> Result<Self> {
        let keys = KeyFile::open(path.into());
        or_none_to_print(
            keys.map(|file| Self { own: Table::default(), source: Source::File(file) }),
        )
    }

    /// The records that a function of yours finds by digest, such as in a
    /// database.
    ///
    /// It is asked for every request that shows a key, and has 10 s. Nothing
    /// is cached, so a key that you revoke is refused from then on; where
    /// asking is expensive, cache in the function for as long as a revoked key
    /// may still work. An error is logged, and callers are told to try again
    /// in 5 s. A record with another digest than was asked for is not
    /// accepted.
    ///
    /// ```
    /// use mcp_runtime::{ApiKeys, KeyDigest, KeyRecord, Scopes};
    ///
    /// # async fn holder(_: &[u8; 32]) -> Result<Option<String>, std::io::Error> { Ok(None) }
    /// let keys = ApiKeys::lookup(|digest: KeyDigest| async move {
    ///     // SELECT holder FROM keys WHERE digest = $1
    ///     let holder = holder(digest.as_bytes()).await?;
    ///     let record = |name| KeyRecord::new(name, digest).with_scopes(Scopes::parse("notes:read"));
    ///     Ok::<_, std::io::Error>(holder.map(record))
    /// });
    /// ```
    pub fn lookup<F, Fut, E>(find: F) -> Self
    where
        F: Fn(KeyDigest) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Option<KeyRecord>, E>> + Send + 'static,
        E: fmt::Display,
    {
        Self { own: Table::default(), source: Source::Lookup(Lookup::new(find)) }
    }

    /// Makes a key of 256 random bits, and its record. The same as `keys mint`
    /// on the command line.
    ///
    /// ```
    /// use mcp_runtime::{ApiKeys, Scopes};
    ///
    /// let minted = ApiKeys::mint("alice")?;
    /// assert!(minted.key.starts_with("mcp_"));
    /// let record = minted.record.with_scopes(Scopes::parse("notes:read"));
    /// # Ok::<(), mcp_runtime::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where the system has no randomness.
    pub fn mint(name: impl Into<Box<str>>) -> Result<Minted> {
        mint::mint(name)
    }
}

impl Authenticator for ApiKeys {
    async fn authenticate(&self, attempt: &Attempt) -> Result<Principal, Rejection> {
        if let Some(answer) = self.at_hand(attempt) {
            return answer;
        }
        match &self.source {
            Source::Lookup(lookup) => {
                lookup.ask(KeyDigest::of(attempt.credential().expose()), attempt.now()).await
            }
            Source::Own | Source::File(_) => Err(Rejection::unknown()),
        }
    }

    fn at_hand(&self, attempt: &Attempt) -> Option<Result<Principal, Rejection>> {
        let digest = KeyDigest::of(attempt.credential().expose());
        if let Some(known) = self.own.find(&digest) {
            return Some(known.answer(attempt.now()));
        }
        match &self.source {
            Source::Lookup(_) => None,
            Source::Own => Some(Err(Rejection::unknown())),
            Source::File(file) => {
                let table = file.table(attempt.clock());
                let unknown = || Err(Rejection::unknown());
                Some(table.find(&digest).map_or_else(unknown, |known| known.answer(attempt.now())))
            }
        }
    }
}

impl fmt::Debug for ApiKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("ApiKeys");
        shown.field("own", &self.own.len());
        match &self.source {
            Source::Own => shown.finish(),
            Source::File(file) => shown.field("file", &file.path()).finish(),
            Source::Lookup(_) => shown.finish_non_exhaustive(),
        }
    }
}

/// Mistakes that are told at once; a text of another kind is full of them.
const TOLD: usize = 20;

fn listed(mistakes: Vec<Mistake>, place: impl Fn(Mistake) -> String) -> Vec<String> {
    let more = mistakes.len().saturating_sub(TOLD);
    let mut told: Vec<String> = mistakes.into_iter().take(TOLD).map(place).collect();
    if more > 0 {
        told.push(format!("and {more} more mistakes in the API keys"));
    }
    told
}

fn or_none_to_print(keys: Result<ApiKeys, Vec<String>>) -> Result<ApiKeys> {
    keys.or_else(|problems| {
        if only_prints(std::env::args_os().skip(1)) {
            return Ok(ApiKeys::new());
        }
        let mut all = Problems::default();
        for problem in problems {
            all.add(problem);
        }
        all.finish().map(|()| ApiKeys::new()).map_err(Error::from)
    })
}

/// Whether the command line, without the program's name, asks for a text alone.
fn only_prints(args: impl Iterator<Item = std::ffi::OsString>) -> bool {
    args.enumerate().any(|(index, arg)| {
        (index == 0 && arg == "keys")
            || ["-h", "--help", "-V", "--version"].iter().any(|flag| arg == *flag)
    })
}
