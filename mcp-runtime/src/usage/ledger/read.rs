//! The lines of a ledger, as they are read.

use std::borrow::Cow;
use std::io::{self, BufRead, Read as _};
use std::time::Duration;

use serde::Deserialize;

use super::line::{LONGEST, SPENT, STARTED};
use crate::clock::Timestamp;
use crate::usage::{Amount, Kind};

/// One line that is a whole record.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry<'a> {
    pub(super) event: Event<'a>,
    pub(super) kind: Kind,
    pub(super) name: Cow<'a, str>,
    pub(super) caller: Cow<'a, str>,
    pub(super) at: Timestamp,
    pub(super) cost: Option<Amount>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Event<'a> {
    Started { id: Cow<'a, str> },
    Ended { id: Cow<'a, str>, at: Timestamp },
    Spent,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    #[serde(borrow)]
    event: Option<Cow<'a, str>>,
    #[serde(borrow)]
    time: Cow<'a, str>,
    #[serde(borrow)]
    request_id: Option<Cow<'a, str>>,
    #[serde(borrow)]
    tool: Option<Cow<'a, str>>,
    #[serde(borrow)]
    prompt: Option<Cow<'a, str>>,
    #[serde(borrow)]
    resource: Option<Cow<'a, str>>,
    #[serde(borrow)]
    method: Option<Cow<'a, str>>,
    #[serde(borrow)]
    caller: Cow<'a, str>,
    waited_ms: Option<f64>,
    duration_ms: Option<f64>,
    #[serde(borrow)]
    cost: Option<Cow<'a, str>>,
    unit: Option<char>,
    #[serde(borrow)]
    outcome: Option<Cow<'a, str>>,
    cached: Option<bool>,
}

/// Reads one line; `None` where it is anything but a whole record.
pub(super) fn parse(line: &[u8]) -> Option<Entry<'_>> {
    let line: Line<'_> = serde_json::from_slice(line).ok()?;
    let at = Timestamp::parse(&line.time)?;
    let cost = match (&line.cost, line.unit) {
        (Some(decimal), unit) => Some(Amount::parse(decimal, unit)?),
        (None, None) => None,
        (None, Some(_)) => return None,
    };
    let event = match line.event.as_deref() {
        None => {
            let took = millis(line.waited_ms?)?.checked_add(millis(line.duration_ms?)?)?;
            line.outcome?;
            line.cached?;
            Event::Ended { id: line.request_id?, at: at.after(took) }
        }
        Some(STARTED) => {
            cost?;
            Event::Started { id: line.request_id? }
        }
        Some(SPENT) => {
            cost?;
            Event::Spent
        }
        Some(_) => return None,
    };
    let (kind, name) = match (line.tool, line.prompt, line.resource, line.method) {
        (Some(name), None, None, None) => (Kind::Tool, name),
        (None, Some(name), None, None) => (Kind::Prompt, name),
        (None, None, Some(name), None) => (Kind::Resource, name),
        (None, None, None, Some(name)) => (Kind::Method, name),
        _ => return None,
    };
    Some(Entry { event, kind, name, caller: line.caller, at, cost })
}

fn millis(number: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(number / 1_000.0).ok()
}

/// Passes each line on, without its newline, and skips those that are longer
/// than any record.
pub(super) fn lines(mut from: impl BufRead, mut each: impl FnMut(&[u8])) -> io::Result<()> {
    let mut line = Vec::new();
    let mut skipping = false;
    loop {
        line.clear();
        let longest = LONGEST as u64 + 1;
        if from.by_ref().take(longest).read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let whole = line.pop_if(|last| *last == b'\n').is_some();
        let cut = !whole && line.len() > LONGEST;
        if !skipping && !cut {
            each(&line);
        }
        skipping = cut || (skipping && !whole);
    }
}
