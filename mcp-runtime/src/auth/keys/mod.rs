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
use crate::error::Result;

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
    /// What is wrong with the records.
    problems: Vec<String>,
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
    /// Where it is not set, holds no record, or has mistakes in it, the server
    /// refuses to serve and says all of it, with how to mint a key. Until
    /// then nothing is known: the first key is minted by the very program
    /// that will demand one, and commands that only show what the server
    /// offers, such as `schema --check`, need none.
    ///
    /// # Errors
    /// None so far.
    pub fn from_env(variable: &str) -> Result<Self> {
        let text = std::env::var_os(variable);
        let text = text.as_ref().map(|text| text.to_str().ok_or(variable)).transpose();
        let keys = text
            .map_err(|variable| vec![format!("{variable} is not UTF-8")])
            .and_then(|text| Self::from_variable(variable, text));
        Ok(keys.unwrap_or_else(Self::with_problems))
    }

    /// Knows nobody, and keeps its server from starting.
    fn with_problems(problems: Vec<String>) -> Self {
        Self { problems, ..Self::default() }
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
        Ok(Self { own: Table::new(&records), ..Self::default() })
    }

    /// The records in a file of at most 1 MiB, which is read again when it
    /// changes: it is looked at on use, at most every 2 s.
    ///
    /// A file with a mistake in it, or none at all, leaves the keys of before
    /// in force and is logged once. An empty file means that nobody has a key.
    /// Write a new file and rename it over the old one, so that none is seen
    /// half written.
    ///
    /// Where it cannot be read at first, or has mistakes in it, the server
    /// refuses to serve and says all of it. Commands that only show what the
    /// server offers, such as `schema --check`, do without it.
    ///
    /// # Errors
    /// None so far.
    ///
    /// ```no_run
    /// use mcp_runtime::ApiKeys;
    ///
    /// let keys = ApiKeys::from_file("/etc/notes/keys")?;
    /// # Ok::<(), mcp_runtime::Error>(())
    /// ```
    pub fn from_file(path: impl Into<PathBuf>) -> Result<Self> {
        let file = KeyFile::open(path.into());
        let keys = file.map(|file| Self { source: Source::File(file), ..Self::default() });
        Ok(keys.unwrap_or_else(Self::with_problems))
    }

    /// The records that a function of yours finds by digest, such as in a
    /// database.
    ///
    /// It is asked for every request that shows a key, and has 10 s, together
    /// with authenticators that were asked before. Nothing is cached, so a key
    /// that you revoke is refused from then on; where asking is expensive,
    /// cache in the function for as long as a revoked key may still work. An error is logged, and callers are told to try again
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
        Self { source: Source::Lookup(Lookup::new(find)), ..Self::default() }
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

    fn problems_here(&self) -> Vec<String> {
        self.problems.clone()
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
