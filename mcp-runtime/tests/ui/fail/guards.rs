#![allow(unused)]

use mcp_runtime::prelude::*;

#[mcp_tool(rate = "60", rate = "1/s")]
async fn twice() {}

#[mcp_tool(
    rate = ["60/fortnight", 3, "1/s per user", "0/s"],
    concurrency = "4",
    queue = -1,
    queue_timeout = 2,
    cost = "5$",
    budget = "$5",
    breaker = "0/30s",
    cache = "60s shared",
    max_output = "0B",
    guard = "path"
)]
async fn not_in_the_grammar() {}

#[mcp_tool(rate = [], rate, cost = 0, cost = -1, max_output = 64, guard = [], concurrency = 4.5)]
async fn nothing_there() {}

#[mcp_tool(queue = 8, queue_timeout = "2s")]
async fn queue_without_concurrency() {}

#[mcp_tool(concurrency = 0, queue = 8)]
async fn no_concurrency() {}

#[mcp_tool(concurrency = 4, queue = 0, queue_timeout = "2s")]
async fn no_queue() {}

#[mcp_tool(cache = "60s")]
async fn cache_of_what_may_write() {}

#[mcp_tool(cache = "60s public", read_only = false)]
async fn cache_of_what_writes() {}

#[mcp_tool(cost = "€0.002", budget = "$5/day")]
async fn two_currencies() {}

#[mcp_tool(cost = 3, budget = "$5/day")]
async fn units_and_money() {}

#[mcp_tool(cost = "$5.01", budget = "$5/day")]
async fn too_expensive() {}

#[mcp_tool(rate = ["60/min", "5/s", "10/60s", "60/min per server", "10/1m per argument a", "9/min per argument a"])]
async fn same_window(a: u8) {}

#[mcp_tool(rate = ["2/s per argument acount", "3/s per argument x"], budget = "$5/day per argument thing")]
async fn no_such_argument(account: String, #[arg(rename = "what")] thing: String) {}

#[mcp_tool(rate = "2/s per argument account")]
async fn no_arguments() {}

struct Tools;

#[mcp_tools]
impl Tools {
    #[mcp_tool(cache = "60s", queue = 1, rate = "2/s per argument acount", max_output = "64kb")]
    async fn method(&self, account: String) {}
}

fn main() {}
