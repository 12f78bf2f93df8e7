//! What guards cost a call that they let through: each alone, and all of them
//! together, beside the same tool without any. The handlers do nothing.
//!
//! Beyond the tool without guards, allocations are those of the admit path.

#[allow(dead_code, unused_imports)] // each benchmark uses a part of it
mod support;

use criterion::Criterion;
use mcp_runtime::prelude::*;
use mcp_runtime::{CallError, GuardCall};
use support::{Era, Group, Wire, modern};

#[mcp_tool]
async fn none(n: u32) -> u32 {
    n
}

#[mcp_tool(timeout = "10s")]
async fn timeout(n: u32) -> u32 {
    n
}

#[mcp_tool(rate = "1000/1ms")]
async fn rate(n: u32) -> u32 {
    n
}

/// Beyond 1,024 calls a window is kept in buckets.
#[mcp_tool(rate = "1000000/s")]
async fn rate_in_buckets(n: u32) -> u32 {
    n
}

#[mcp_tool(rate = ["1000/1ms", "1000/1ms per server", "1000/1ms per argument n"])]
async fn three_rates(n: u32) -> u32 {
    n
}

#[mcp_tool(concurrency = 200)]
async fn concurrency(n: u32) -> u32 {
    n
}

#[mcp_tool(cost = "$0.000001", budget = "$1000/s")]
async fn budget(n: u32) -> u32 {
    n
}

#[mcp_tool(breaker = "5/30s")]
async fn breaker(n: u32) -> u32 {
    n
}

/// Found in the cache at every call but the first.
#[mcp_tool(read_only, cache = "1h")]
async fn cache(n: u32) -> u32 {
    n
}

#[mcp_tool(max_output = "64KB")]
async fn max_output(n: u32) -> u32 {
    n
}

#[mcp_tool(guard = anyone)]
async fn check(n: u32) -> u32 {
    n
}

#[allow(clippy::unused_async)] // a check may have nothing to wait for
async fn anyone(_call: GuardCall) -> Result<(), CallError> {
    Ok(())
}

#[mcp_tool(timeout = "10s", rate = "1000/1ms", concurrency = 200)]
async fn timeout_rate_concurrency(n: u32) -> u32 {
    n
}

/// All that do not answer in place of the handler.
#[mcp_tool(
    timeout = "10s",
    rate = "1000/1ms",
    concurrency = 200,
    cost = "$0.000001",
    budget = "$1000/s",
    breaker = "5/30s",
    max_output = "64KB",
    guard = anyone
)]
async fn all(n: u32) -> u32 {
    n
}

const TOOLS: [&str; 13] = [
    "none",
    "timeout",
    "rate",
    "rate_in_buckets",
    "three_rates",
    "concurrency",
    "budget",
    "breaker",
    "cache",
    "max_output",
    "check",
    "timeout_rate_concurrency",
    "all",
];

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let server = server!().tools(tools![
        none,
        timeout,
        rate,
        rate_in_buckets,
        three_rates,
        concurrency,
        budget,
        breaker,
        cache,
        max_output,
        check,
        timeout_rate_concurrency,
        all
    ]);
    let mut wire = Wire::connect(server, Era::Modern);
    let mut group = Group::new(&mut criterion, "guards");
    for tool in TOOLS {
        let params = format!(r#""name":"{tool}","arguments":{{"n":3}}"#);
        group.requests(tool, &mut wire, |id| modern("tools/call", id, &params));
        // A refusal would be measured as well, so none may have come.
        let answer = wire.first_answer(&modern("tools/call", 1, &params));
        assert!(!answer.contains("isError"), "{tool}: {answer}");
    }
    drop(group);
    criterion.final_summary();
}
