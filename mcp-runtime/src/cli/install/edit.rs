//! Changes of a client's file that keep all else in it as it is: comments,
//! order, formatting, other servers.

use serde_json::{Map, Value};

use super::client::Client;
use super::entry::Entry;
use super::{json, toml};

/// Why a file cannot be changed.
#[derive(Debug, PartialEq)]
pub(super) struct Problem {
    /// Line and column, from 1.
    pub(super) place: Option<(usize, usize)>,
    pub(super) message: String,
}

impl Problem {
    pub(super) fn of(message: impl Into<String>) -> Self {
        Self { place: None, message: message.into() }
    }

    pub(super) fn at(text: &str, offset: usize, message: impl Into<String>) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        let place = (before.matches('\n').count() + 1, line.chars().count() + 1);
        Self { place: Some(place), message: message.into() }
    }
}

/// What a file says; of an empty one, nothing.
pub(super) fn value(client: Client, text: &str) -> Result<Value, Problem> {
    let (_, text) = marked(text);
    let value = match client {
        Client::Codex => toml::value(text)?,
        _ => json::value(text)?,
    };
    match value {
        Value::Null if text.trim().is_empty() => Ok(Value::Object(Map::new())),
        Value::Object(_) => Ok(value),
        _ => Err(Problem::of("it holds something else than an object")),
    }
}

/// The text with this entry.
pub(super) fn set(
    client: Client,
    text: &str,
    name: &str,
    entry: &Entry,
) -> Result<String, Problem> {
    change(text, |text| match client {
        Client::Codex => toml::set(text, client.servers(), name, &entry.value),
        _ => json::set(text, client.servers(), name, entry),
    })
}

/// The text without the entry of this name.
pub(super) fn remove(client: Client, text: &str, name: &str) -> Result<String, Problem> {
    change(text, |text| match client {
        Client::Codex => toml::remove(text, client.servers(), name),
        _ => json::remove(text, client.servers(), name),
    })
}

/// Keeps the byte order mark, and CRLF where all lines end with it.
fn change(text: &str, by: impl FnOnce(&str) -> Result<String, Problem>) -> Result<String, Problem> {
    let (mark, text) = marked(text);
    let lines = text.matches('\n').count();
    let changed = by(text)?;
    if lines > 0 && text.matches("\r\n").count() == lines {
        return Ok(mark.to_owned() + &changed.replace("\r\n", "\n").replace('\n', "\r\n"));
    }
    Ok(mark.to_owned() + &changed)
}

fn marked(text: &str) -> (&str, &str) {
    text.split_at(if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 })
}
