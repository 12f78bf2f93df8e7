//! The guards, a row each.

use std::fmt::Write as _;

use mcp_literals::{Cache, Cost};

use super::escape::code;
use crate::literal::limit::{Limit, Per};
use crate::literal::{duration, size};
use crate::model::guards::{Access, Guards};
use crate::model::types::display;

/// How long a call may take where no timeout is written.
const DEFAULT_TIMEOUT: &str = "30 s, the server's default";

/// A Markdown table of the timeout and all other guards that are written.
pub(super) fn of(guards: &Guards) -> String {
    let mut text = "| Guard | Promise |\n|---|---|\n".to_owned();
    for (guard, promise) in rows(guards) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "| {guard} | {promise} |");
    }
    text
}

fn rows(guards: &Guards) -> Vec<(&'static str, String)> {
    let timeout = guards.timeout_ms.map_or_else(|| DEFAULT_TIMEOUT.to_owned(), duration::display);
    let mut rows: Vec<_> =
        access(&guards.access).map(|access| ("auth", access)).into_iter().collect();
    rows.push(("timeout", timeout));
    rows.extend(guards.rates.iter().map(|rate| ("rate", self::rate(rate))));
    rows.extend(guards.concurrency.map(|calls| ("concurrency", concurrency(calls, guards))));
    rows.extend(guards.cost.map(|cost| ("cost", format!("{cost} a call"))));
    rows.extend(guards.budget.as_ref().map(|budget| ("budget", self::budget(budget))));
    rows.extend(guards.breaker.map(|breaker| {
        let window = duration::display(breaker.window_ms);
        ("breaker", format!("opens after {} in {window}", counted(breaker.failures, "failure")))
    }));
    rows.extend(guards.cache.map(|Cache { ttl_ms, public }| {
        let whose = if public { "shared by all callers" } else { "each caller by itself" };
        ("cache", format!("{}, {whose}", duration::display(ttl_ms)))
    }));
    rows.extend(guards.max_output.map(|bytes| ("max output", size::literal(bytes))));
    rows.extend(guards.checks.iter().map(|check| ("guard", code(&display(&check.written)))));
    rows
}

/// What callers have to prove.
fn access(access: &Access) -> Option<String> {
    let scopes = match access {
        Access::Server => return None,
        Access::Public => return Some("open to everybody".to_owned()),
        Access::Scopes(scopes) => scopes,
    };
    if scopes.is_empty() {
        return Some("callers that proved who they are".to_owned());
    }
    let scopes: Vec<String> = scopes.iter().map(|scope| code(scope)).collect();
    Some(format!("callers that were granted {}", scopes.join(" and ")))
}

fn rate(Limit { most, window_ms, per }: &Limit<u32>) -> String {
    let window = duration::display(*window_ms);
    format!("at most {} in {window}, {}", counted(*most, "call"), whose(per))
}

fn budget(Limit { most, window_ms, per }: &Limit<Cost>) -> String {
    format!("{most} in {}, {}", duration::display(*window_ms), whose(per))
}

fn concurrency(calls: u32, guards: &Guards) -> String {
    let running = format!("{} at once", counted(calls, "call"));
    match (guards.queue, guards.queue_timeout_ms.map(duration::display)) {
        (None, None) => running,
        (Some(0), _) => format!("{running}; none waits"),
        (Some(queue), None) => format!("{running}; {queue} more may wait"),
        (Some(queue), Some(most)) => format!("{running}; {queue} more may wait for {most}"),
        (None, Some(most)) => format!("{running}; more may wait for {most}"),
    }
}

fn counted(count: u32, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

fn whose(per: &Per) -> String {
    match per {
        Per::Caller => "each caller by itself".to_owned(),
        Per::Server => "all callers together".to_owned(),
        Per::Argument(name) => format!("each value of {} by itself", code(name)),
    }
}
