/// Every guard.
#[mcp_tool(
    read_only,
    auth = ["vault:read", "vault:write"],
    timeout = "1m30s",
    rate = ["3/s", "5/4s per server", "2/2s per argument account"],
    concurrency = 4,
    queue = 8,
    queue_timeout = "2s",
    cost = "$0.002",
    budget = "$5/day per server",
    breaker = "5/30s",
    cache = "60s public",
    max_output = "64KB",
    guard = [owners_only, limits::office_hours]
)]
async fn everything(account: String) {}

/// One of each.
#[mcp_tool(
    rate = "60/min",
    concurrency = 1,
    queue = 0,
    cost = 1.5,
    budget = "100/hour",
    breaker = "1/s",
    guard = owners_only
)]
async fn singles() {}

#[mcp_tools]
impl Bank {
    #[mcp_tool(
        read_only,
        cache = "1h",
        concurrency = 2,
        queue_timeout = "500ms",
        budget = "$1/day per argument what",
        guard = Self::open
    )]
    async fn look(&self, #[arg(rename = "what")] thing: String) {}
}

/// Who may call.
#[mcp_tool(auth)]
async fn known() {}

#[mcp_tool(auth = "vault:read")]
async fn granted(#[arg(secret)] pin: String) {}

#[mcp_tool(public)]
async fn everybody() {}
