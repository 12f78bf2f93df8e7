//! The lines of a ledger, as they are written.

use std::fmt::Display;
use std::io::Write as _;
use std::time::Duration;

use crate::clock::Timestamp;
use crate::usage::{Amount, Kind, Usage};

/// The bytes that one text may have; what is longer is cut, so that a line
/// has a bound.
const LONGEST_TEXT: usize = 4_096;

/// The bytes that one line may have, each byte of its four texts escaped.
pub(super) const LONGEST: usize = 4 * 6 * LONGEST_TEXT + 1_024;

/// What happened, where it is not the end of a call.
pub(super) const STARTED: &str = "started";
pub(super) const SPENT: &str = "spent";

/// A call is over.
pub(super) fn ended(out: &mut Vec<u8>, usage: &Usage<'_>) {
    open(out, None, usage.started.into());
    text(out, ",\"requestId\":", usage.request_id);
    name(out, usage.kind, usage.name);
    text(out, ",\"caller\":", usage.caller);
    millis(out, "waitedMs", usage.waited);
    millis(out, "durationMs", usage.duration);
    cost(out, usage.cost);
    text(out, ",\"outcome\":", usage.outcome);
    bare(out, ",\"cached\":", usage.cached);
    out.push(b'}');
}

/// A call that costs money begins.
pub(super) fn started(out: &mut Vec<u8>, id: &str, spending: &Spending<'_>) {
    open(out, Some(STARTED), spending.at);
    text(out, ",\"requestId\":", id);
    close(out, spending);
}

/// What was spent before this file begins.
pub(super) fn spent(out: &mut Vec<u8>, spending: &Spending<'_>) {
    open(out, Some(SPENT), spending.at);
    close(out, spending);
}

/// Money, whose it was, and when.
pub(super) struct Spending<'a> {
    pub(super) kind: Kind,
    pub(super) name: &'a str,
    pub(super) caller: &'a str,
    pub(super) at: Timestamp,
    pub(super) amount: Amount,
}

/// The start of a text that is not too long for a line.
pub(super) fn bounded(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST_TEXT)]
}

fn open(out: &mut Vec<u8>, event: Option<&str>, at: Timestamp) {
    out.push(b'{');
    if let Some(event) = event {
        text(out, "\"event\":", event);
        out.push(b',');
    }
    bare(out, "\"time\":\"", at);
    out.push(b'"');
}

fn close(out: &mut Vec<u8>, spending: &Spending<'_>) {
    name(out, spending.kind, spending.name);
    text(out, ",\"caller\":", spending.caller);
    cost(out, Some(spending.amount));
    out.push(b'}');
}

fn name(out: &mut Vec<u8>, kind: Kind, name: &str) {
    let member = match kind {
        Kind::Tool => ",\"tool\":",
        Kind::Prompt => ",\"prompt\":",
        Kind::Resource => ",\"resource\":",
        Kind::Method => ",\"method\":",
    };
    text(out, member, name);
}

fn millis(out: &mut Vec<u8>, name: &str, duration: Duration) {
    let micros = duration.as_micros();
    bare(out, ",\"", name);
    bare(out, "\":", format_args!("{}.{:03}", micros / 1_000, micros % 1_000));
}

fn cost(out: &mut Vec<u8>, cost: Option<Amount>) {
    let Some(amount) = cost else { return };
    bare(out, ",\"cost\":\"", amount.decimal());
    out.push(b'"');
    if let Some(unit) = amount.unit() {
        text(out, ",\"unit\":", unit.encode_utf8(&mut [0; 4]));
    }
}

fn text(out: &mut Vec<u8>, name: &str, value: &str) {
    out.extend_from_slice(name.as_bytes());
    serde_json::to_writer(out, bounded(value)).expect("a text serializes, and memory takes it");
}

fn bare(out: &mut Vec<u8>, name: &str, value: impl Display) {
    write!(out, "{name}{value}").expect("memory takes it");
}
