//! Tools that may be called so often.

use mcp_runtime::prelude::*;

/// Five calls in any two seconds.
#[mcp_tool(rate = "5/2s")]
async fn limited() -> &'static str {
    "admitted"
}

/// Three calls in any second and five in any four.
#[mcp_tool(rate = ["3/s", "5/4s"])]
async fn paired() -> &'static str {
    "admitted"
}

/// Two calls in any two seconds for each account.
#[mcp_tool(rate = "2/2s per argument account")]
async fn per_account(account: String) -> String {
    format!("admitted {account}")
}
