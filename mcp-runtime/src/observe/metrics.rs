use std::sync::Arc;

use serde_json::Value;

use super::Observatory;
use super::process::Process;
use super::text::Page;
use crate::guard::Stack;
use crate::health::Status;
use crate::limit::Phase;
use crate::usage::tally::{BOUNDS, ToolTally};
use crate::usage::{Kind, Ledger};

impl Observatory {
    /// All numbers there are, in the text format of Prometheus.
    pub(crate) fn metrics(&self) -> String {
        let mut page = Page::default();
        let member = |name: &str| self.app.identity.server_info.get(name).and_then(Value::as_str);
        let labels = ["name", "version"].map(|name| (name, member(name).unwrap_or_default()));
        page.gauge("mcp_server_info", "The server's name and version.").sample(&labels, 1);
        for kind in [Kind::Tool, Kind::Prompt, Kind::Resource, Kind::Method] {
            // Servers without tools are still asked for them by dashboards.
            if kind == Kind::Tool || !self.counted(kind).is_empty() {
                self.calls(&mut page, kind);
                self.guards(&mut page, kind);
                self.sizes(&mut page, kind);
            }
        }
        self.requests(&mut page);
        self.state(&mut page);
        losses(&mut page, self.app.usage.ledger());
        process(&mut page, &Process::read());
        page.finish()
    }

    /// All of one kind in the order of their names, with their guards and counts.
    fn counted(&self, kind: Kind) -> Vec<Arc<Stack>> {
        let registry = self.app.registry();
        let handlers = registry.handlers().filter(move |handler| handler.kind == kind);
        handlers.filter_map(|handler| self.app.guards.stack(handler.id)).collect()
    }

    fn calls(&self, page: &mut Page, kind: Kind) {
        let (of, name) = (kind.as_str(), |rest: &str| format!("mcp_{kind}_{rest}"));
        let help = "Calls that are over, by OK or the code of their error.";
        let mut family = page.counter(name("calls_total"), help);
        for stack in self.counted(kind) {
            for (outcome, count) in stack.tally.outcomes() {
                family.sample(&[(of, stack.name), ("outcome", &outcome)], count);
            }
        }
        let help =
            "How long calls took that no guard refused, from arrival to end, waits included.";
        let mut family = page.histogram(name("call_duration_seconds"), help);
        for stack in self.counted(kind) {
            let durations = stack.tally.durations();
            for (index, count) in durations.cumulative.iter().enumerate() {
                let bound = BOUNDS.get(index).map_or("+Inf".to_owned(), f64::to_string);
                family.suffixed("_bucket", &[(of, stack.name), ("le", &bound)], count);
            }
            let labels = [(of, stack.name)];
            family.suffixed("_sum", &labels, durations.sum);
            family.suffixed("_count", &labels, durations.count());
        }
        let help = "Calls that are not over, those that wait included.";
        let mut family = page.gauge(name("calls_in_flight"), help);
        self.each(kind, |labels, tally| _ = family.sample(&labels, tally.in_flight()));
        let help = "Calls that wait for their turn, by `concurrency` or `max_concurrency`.";
        let mut family = page.gauge(name("calls_queued"), help);
        self.each(kind, |labels, tally| _ = family.sample(&labels, tally.queued()));
        let help = "Calls that got another call's result: cached, or by their idempotency key.";
        let mut family = page.counter(name("cached_total"), help);
        self.each(kind, |labels, tally| _ = family.sample(&labels, tally.cached()));
    }

    fn guards(&self, page: &mut Page, kind: Kind) {
        let (of, name) = (kind.as_str(), |rest: &str| format!("mcp_{kind}_{rest}"));
        let help = format!("Calls that a guard refused. What a {kind} itself answers is none.");
        let mut family = page.counter(name("refusals_total"), &help);
        for stack in self.counted(kind) {
            for (guard, count) in stack.tally.refusals.read() {
                family.sample(&[(of, stack.name), ("guard", guard.name())], count);
            }
        }
        let now = self.app.environment.ticks();
        let help = "The circuit breaker: 0 closed, 1 half-open, 2 open.";
        let mut family = page.gauge(name("breaker_state"), help);
        for stack in self.counted(kind) {
            let Some(phase) = stack.phase(now) else { continue };
            let state = match phase {
                Phase::Closed => 0,
                Phase::HalfOpen => 1,
                Phase::Open => 2,
            };
            family.sample(&[(of, stack.name)], state);
        }
        let help = "What is left of the budget to the caller that spent most.";
        let mut family = page.gauge(name("budget_remaining"), help);
        for stack in self.counted(kind) {
            let Some(left) = stack.budget_left(now) else { continue };
            let unit = unit(left.unit());
            family.sample(&[(of, stack.name), ("unit", &unit)], left.decimal());
        }
        let mut family = page.counter(name("cost_total"), "What calls cost.");
        for stack in self.counted(kind) {
            for (sign, sum) in stack.tally.costs() {
                family.sample(&[(of, stack.name), ("unit", &unit(sign))], sum);
            }
        }
    }

    fn sizes(&self, page: &mut Page, kind: Kind) {
        let name = |rest: &str| format!("mcp_{kind}_{rest}");
        let help = "Bytes of the messages by which calls came.";
        let mut family = page.counter(name("request_bytes_total"), help);
        self.each(kind, |labels, tally| _ = family.sample(&labels, tally.request_bytes()));
        let help = "Bytes of the messages that answered calls.";
        let mut family = page.counter(name("response_bytes_total"), help);
        self.each(kind, |labels, tally| _ = family.sample(&labels, tally.response_bytes()));
    }

    fn each(&self, kind: Kind, mut sample: impl FnMut([(&str, &str); 1], &ToolTally)) {
        let of = kind.as_str();
        self.counted(kind).iter().for_each(|stack| sample([(of, stack.name)], &stack.tally));
    }

    fn requests(&self, page: &mut Page) {
        let tally = &self.app.record.tally;
        page.counter("mcp_flood_refusals_total", "Requests beyond the flood limit.")
            .sample(&[], tally.floods());
        if self.app.registry().completes() {
            let help = "Completions of arguments, by how they ended.";
            let mut family = page.counter("mcp_completions_total", help);
            for (outcome, count) in ["OK", "ERROR"].into_iter().zip(tally.completions()) {
                family.sample(&[("outcome", outcome)], count);
            }
        }
        let help = "Requests that were not served for want of a credential that does.";
        let mut family = page.counter("mcp_auth_failures_total", help);
        for (reason, count) in tally.auth_failures() {
            family.sample(&[("reason", reason.name())], count);
        }
        let help = "Subscriptions that are open, sessions of older clients that listen included.";
        page.gauge("mcp_subscriptions_active", help).sample(&[], self.app.listeners.taken());
        let help = "Tasks that are worked on, those that wait for input included.";
        page.gauge("mcp_tasks_working", help).sample(&[], self.app.tasks.working());
        let help = "Tasks that are kept, working or over, until their clients need them no more.";
        page.gauge("mcp_tasks_kept", help).sample(&[], self.app.tasks.kept_now());
        page.gauge("mcp_http_connections", "Open connections of HTTP clients.")
            .sample(&[], self.traffic.connections());
        let mut family = page.counter("mcp_http_responses_total", "HTTP responses by status.");
        for (code, count) in self.traffic.responses() {
            family.sample(&[("code", &code.to_string())], count);
        }
    }

    fn state(&self, page: &mut Page) {
        let report = self.health.report();
        let number = |yes: bool| u8::from(yes);
        page.gauge("mcp_live", "Whether the server's runtime goes on: 1 or 0.")
            .sample(&[], number(report.live));
        page.gauge("mcp_ready", "Whether the server takes calls: 1 or 0.")
            .sample(&[], number(report.ready));
        let help = "Whether a check of readiness passed: 1 or 0.";
        let mut family = page.gauge("mcp_readiness_check", help);
        for check in &report.checks {
            let passed = check.status == Status::Passing;
            family.sample(&[("check", &check.name)], number(passed));
        }
        if let Some(tasks) = self.health.alive_tasks() {
            let help = "Tasks of the server's runtime that are not over, the program's included.";
            page.gauge("tokio_alive_tasks", help).sample(&[], tasks);
        }
    }
}

fn unit(sign: Option<char>) -> String {
    sign.map_or_else(|| "units".to_owned(), String::from)
}

fn losses(page: &mut Page, ledger: Option<&Ledger>) {
    #[cfg(feature = "log")]
    page.counter(
        "mcp_log_lines_lost_total",
        "Log lines that could not be written, or not in time.",
    )
    .sample(&[], crate::log::lost());
    if let Some(ledger) = ledger {
        let help = "Records that could not be written to the ledger.";
        page.counter("mcp_ledger_lines_lost_total", help).sample(&[], ledger.lost());
    }
}

fn process(page: &mut Page, process: &Process) {
    let mut gauge = |name, help, value: Option<u64>| {
        if let Some(value) = value {
            page.gauge(name, help).sample(&[], value);
        }
    };
    let Process { resident_bytes, virtual_bytes, open_fds, max_fds, threads, .. } = *process;
    gauge("process_resident_memory_bytes", "Memory in use.", resident_bytes);
    gauge("process_virtual_memory_bytes", "Addresses in use.", virtual_bytes);
    gauge("process_open_fds", "Open files, sockets included.", open_fds);
    gauge("process_max_fds", "Files that may be open at once.", max_fds);
    gauge("process_threads", "Threads.", threads);
    if let Some(seconds) = process.cpu_seconds {
        let help = "Processor time, the kernel's for this process included.";
        page.counter("process_cpu_seconds_total", help).sample(&[], seconds);
    }
    if let Some(started) = process.started {
        let help = "When the process began, in seconds since 1970.";
        page.gauge("process_start_time_seconds", help).sample(&[], started);
    }
}
