//! Tools that are not for everybody.

use mcp_runtime::prelude::*;

/// For whoever proved who they are.
#[mcp_tool(auth, read_only)]
async fn secret(principal: Principal) -> String {
    format!("known as {}", principal.subject())
}

/// For whoever may look.
#[mcp_tool(auth = "vault:read", read_only)]
async fn vault() -> &'static str {
    "gold"
}

/// For whoever may look and take.
#[mcp_tool(auth = ["vault:read", "vault:write"])]
async fn admin() -> &'static str {
    "more gold"
}
