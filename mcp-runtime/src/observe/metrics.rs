use serde_json::Value;

use super::Observatory;
use super::process::Process;
use super::text::Page;
use crate::handler::Tool;
use crate::health::Status;
use crate::limit::Phase;
use crate::usage::Ledger;
use crate::usage::tally::{BOUNDS, ToolTally};

impl Observatory {
    /// All numbers there are, in the text format of Prometheus.
    pub(crate) fn metrics(&self) -> String {
        let mut page = Page::default();
        let member = |name: &str| self.app.identity.server_info.get(name).and_then(Value::as_str);
        let labels = ["name", "version"].map(|name| (name, member(name).unwrap_or_default()));
        page.gauge("mcp_server_info", "The server's name and version.").sample(&labels, 1);
        self.calls(&mut page);
        self.guards(&mut page);
        self.sizes(&mut page);
        self.requests(&mut page);
        self.state(&mut page);
        losses(&mut page, self.app.usage.ledger());
        process(&mut page, &Process::read());
        page.finish()
    }

    fn tools(&self) -> impl Iterator<Item = (&Tool, &ToolTally)> {
        let tally = &self.app.record.tally;
        self.app.registry.tools().map(|tool| (tool, &**tally.tool(tool.index)))
    }

    fn calls(&self, page: &mut Page) {
        let help = "Calls that are over, by OK or the code of their error.";
        let mut family = page.counter("mcp_tool_calls_total", help);
        for (tool, tally) in self.tools() {
            for (outcome, count) in tally.outcomes() {
                family.sample(&[("tool", tool.name), ("outcome", &outcome)], count);
            }
        }
        let help =
            "How long calls took that no guard refused, from arrival to end, waits included.";
        let mut family = page.histogram("mcp_tool_call_duration_seconds", help);
        for (tool, tally) in self.tools() {
            let durations = tally.durations();
            for (index, count) in durations.cumulative.iter().enumerate() {
                let bound = BOUNDS.get(index).map_or("+Inf".to_owned(), f64::to_string);
                family.suffixed("_bucket", &[("tool", tool.name), ("le", &bound)], count);
            }
            let labels = [("tool", tool.name)];
            family.suffixed("_sum", &labels, durations.sum);
            family.suffixed("_count", &labels, durations.count());
        }
        let help = "Calls that are not over, those that wait included.";
        let mut family = page.gauge("mcp_tool_calls_in_flight", help);
        self.each(|tool, tally| _ = family.sample(&tool, tally.in_flight()));
        let help = "Calls that wait for their turn, by `concurrency` or `max_concurrency`.";
        let mut family = page.gauge("mcp_tool_calls_queued", help);
        self.each(|tool, tally| _ = family.sample(&tool, tally.queued()));
        let help = "Calls that got another call's result: cached, or by their idempotency key.";
        let mut family = page.counter("mcp_tool_cached_total", help);
        self.each(|tool, tally| _ = family.sample(&tool, tally.cached()));
    }

    fn guards(&self, page: &mut Page) {
        let help = "Calls that a guard refused. What a tool itself answers is none.";
        let mut family = page.counter("mcp_tool_refusals_total", help);
        for (tool, tally) in self.tools() {
            for (guard, count) in tally.refusals.read() {
                family.sample(&[("tool", tool.name), ("guard", guard.name())], count);
            }
        }
        let now = self.app.environment.ticks();
        let help = "The circuit breaker: 0 closed, 1 half-open, 2 open.";
        let mut family = page.gauge("mcp_tool_breaker_state", help);
        for tool in self.app.registry.tools() {
            let stack = self.app.guards.stack(tool.index);
            let Some(phase) = stack.and_then(|stack| stack.phase(now)) else { continue };
            let state = match phase {
                Phase::Closed => 0,
                Phase::HalfOpen => 1,
                Phase::Open => 2,
            };
            family.sample(&[("tool", tool.name)], state);
        }
        let help = "What is left of the budget to the caller that spent most.";
        let mut family = page.gauge("mcp_tool_budget_remaining", help);
        for tool in self.app.registry.tools() {
            let stack = self.app.guards.stack(tool.index);
            let Some(left) = stack.and_then(|stack| stack.budget_left(now)) else { continue };
            let unit = unit(left.unit());
            family.sample(&[("tool", tool.name), ("unit", &unit)], left.decimal());
        }
        let mut family = page.counter("mcp_tool_cost_total", "What calls cost.");
        for (tool, tally) in self.tools() {
            for (sign, sum) in tally.costs() {
                family.sample(&[("tool", tool.name), ("unit", &unit(sign))], sum);
            }
        }
    }

    fn sizes(&self, page: &mut Page) {
        let help = "Bytes of the messages by which calls came.";
        let mut family = page.counter("mcp_tool_request_bytes_total", help);
        self.each(|tool, tally| _ = family.sample(&tool, tally.request_bytes()));
        let help = "Bytes of the messages that answered calls.";
        let mut family = page.counter("mcp_tool_response_bytes_total", help);
        self.each(|tool, tally| _ = family.sample(&tool, tally.response_bytes()));
    }

    fn each(&self, mut sample: impl FnMut([(&str, &str); 1], &ToolTally)) {
        self.tools().for_each(|(tool, tally)| sample([("tool", tool.name)], tally));
    }

    fn requests(&self, page: &mut Page) {
        let tally = &self.app.record.tally;
        page.counter("mcp_flood_refusals_total", "Requests beyond the flood limit.")
            .sample(&[], tally.floods());
        let help = "Requests that were not served for want of a credential that does.";
        let mut family = page.counter("mcp_auth_failures_total", help);
        for (reason, count) in tally.auth_failures() {
            family.sample(&[("reason", reason.name())], count);
        }
        let help = "Subscriptions that are open, sessions of older clients that listen included.";
        page.gauge("mcp_subscriptions_active", help).sample(&[], self.app.listeners.taken());
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
