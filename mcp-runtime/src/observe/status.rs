use std::time::{Instant, SystemTime};

use serde_json::{Map, Value, json};

use super::Observatory;
use super::process::Process;
use crate::clock::Timestamp;
use crate::guard::RecentCall;
use crate::guard::Stack;
use crate::limit::Phase;
use crate::usage::tally::BOUNDS;
use crate::usage::{Amount, Kind};

/// The present, by both clocks.
struct Now(Instant, SystemTime);

impl Now {
    /// The time of day at an instant that has passed.
    fn time(&self, instant: Instant) -> String {
        let ago = self.0.saturating_duration_since(instant);
        let at = self.1.checked_sub(ago).unwrap_or(SystemTime::UNIX_EPOCH);
        Timestamp::from(at).to_string()
    }
}

impl Observatory {
    /// The state of things, as JSON for the status page.
    pub(crate) fn status(&self) -> String {
        let clock = &self.app.environment.clock;
        let now = Now(clock.now(), clock.wall());
        let info = &self.app.identity.server_info;
        let health = self.health.report();
        let process = Process::read();
        json!({
            "server": { "name": info["name"], "version": info["version"] },
            "started": health.started,
            "now": health.now,
            "uptime": health.uptime,
            "live": health.live,
            "ready": health.ready,
            "draining": health.draining,
            "checks": health.checks,
            "process": {
                "residentBytes": process.resident_bytes,
                "cpuSeconds": process.cpu_seconds,
                "openFds": process.open_fds,
                "threads": process.threads,
            },
            "subscriptions": self.app.listeners.taken(),
            "http": { "connections": self.traffic.connections() },
            "tools": self.all(Kind::Tool),
            "prompts": self.all(Kind::Prompt),
            "resources": self.all(Kind::Resource),
            "methods": self.all(Kind::Method),
            "recent": self.recent(&now),
        })
        .to_string()
    }

    fn all(&self, kind: Kind) -> Vec<Value> {
        let registry = self.app.registry();
        let handlers = registry.handlers().filter(|handler| handler.kind == kind);
        let stacks = handlers.filter_map(|handler| self.app.guards.stack(handler.id));
        stacks.map(|stack| self.one(&stack)).collect()
    }

    fn one(&self, stack: &Stack) -> Value {
        let tally = &stack.tally;
        let durations = tally.durations();
        let calls: Map<_, _> =
            tally.outcomes().into_iter().map(|(name, count)| (name, count.into())).collect();
        let refusals = tally.refusals.read().filter(|(_, count)| *count > 0);
        let refusals: Map<_, _> =
            refusals.map(|(guard, count)| (guard.name().to_owned(), count.into())).collect();
        let mut value = json!({
            "name": stack.name,
            "calls": calls,
            "refusals": refusals,
            "inFlight": tally.in_flight(),
            "queued": tally.queued(),
            "cached": tally.cached(),
            "durations": {
                "le": BOUNDS,
                "counts": durations.cumulative,
                "sum": durations.sum,
                "count": durations.count(),
            },
        });
        let costs: Vec<String> = tally.costs().into_iter().map(cost).collect();
        if !costs.is_empty() {
            value["cost"] = costs.join(", ").into();
        }
        let now = self.app.environment.ticks();
        if let Some(phase) = stack.phase(now) {
            value["breaker"] = match phase {
                Phase::Closed => "closed",
                Phase::HalfOpen => "half-open",
                Phase::Open => "open",
            }
            .into();
        }
        if let Some(left) = stack.budget_left(now) {
            value["budgetLeft"] = left.to_string().into();
        }
        value
    }

    fn recent(&self, now: &Now) -> Vec<Value> {
        let record = &self.app.record;
        let show = |call: RecentCall| {
            json!({
                "id": call.id.to_string(),
                (call.kind.as_str()): call.name,
                "caller": call.caller.to_string(),
                "started": now.time(call.started),
                "duration": call.duration.as_secs_f64(),
                "waited": call.waited.as_secs_f64(),
                "outcome": call.tally.outcome(call.outcome),
                "cached": call.cached,
            })
        };
        record.recent.read().into_iter().map(show).collect()
    }
}

/// A sum as an operator would write it.
fn cost((unit, sum): (Option<char>, f64)) -> String {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // shown, not booked
    let nanos = (sum * 1e9).round() as u64;
    Amount::new(nanos, unit).to_string()
}
