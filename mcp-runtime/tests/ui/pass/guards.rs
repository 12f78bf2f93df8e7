//! Every guard, on functions and on methods.

#![deny(unused, missing_docs, rust_2018_idioms, unused_qualifications, trivial_casts)]

use mcp_runtime::prelude::*;

mod limits {
    use mcp_runtime::prelude::*;

    #[derive(Debug, thiserror::Error, ToolError)]
    #[error("the office is closed")]
    #[tool_error(code = "CLOSED", action = "Come back in the morning.")]
    pub struct Closed;

    pub async fn office_hours(call: GuardCall) -> Result<(), Closed> {
        if call.header("x-night").is_some() { Err(Closed) } else { Ok(()) }
    }
}

async fn owners_only(call: GuardCall) -> Result<(), CallError> {
    match call.argument::<String>("account") {
        Some(account) if account == "mine" => Ok(()),
        _ => Err(CallError::new("NOT_YOURS", "the account belongs to someone else")),
    }
}

/// Not async, but a guard: it gives a future.
fn ready(_: GuardCall) -> std::future::Ready<Result<(), Internal>> {
    std::future::ready(Ok(()))
}

#[mcp_tool(
    read_only,
    auth = ["vault:read", "vault:write"],
    timeout = "10s",
    rate = ["3/s", "5/4s per server", "2/2s per argument account", "1/min"],
    concurrency = 4,
    queue = 8,
    queue_timeout = "2s",
    cost = "$0.002",
    budget = "$5/day per argument account",
    breaker = "5/30s",
    cache = "60s public",
    max_output = "64KB",
    guard = [owners_only, limits::office_hours, ready]
)]
async fn everything(account: String) -> String {
    account
}

#[mcp_tool(rate = "60/min", cost = 1, concurrency = 1, queue = 0, guard = crate::owners_only)]
async fn single(#[arg(rename = "type")] kind: String) -> String {
    kind
}

/// What a call costs is for the tool to say.
#[mcp_tool(budget = "1000/hour per caller")]
async fn charged() {}

#[mcp_type(input)]
struct Transfer {
    account: String,
}

/// Its fields cannot be seen from the attribute.
#[mcp_tool(rate = "2/s per argument account")]
async fn flattened(#[arg(flatten)] transfer: Transfer) -> String {
    transfer.account
}

struct Bank;

#[mcp_tools(prefix = "bank_")]
impl Bank {
    async fn open(_call: GuardCall) -> Result<(), CallError> {
        Ok(())
    }

    #[mcp_tool(read_only, cache = "1m30s", guard = Self::open, rate = "2/s per argument what")]
    async fn look(&self, #[arg(rename = "what")] thing: String) -> String {
        thing
    }

    #[mcp_tool(guard = [Bank::open, owners_only], cost = 0.5, budget = "100/d")]
    async fn pay(&self, account: String) -> String {
        account
    }
}

fn main() {
    let _ = tools![everything, single, charged, flattened, Bank::look, Bank::pay];
}
