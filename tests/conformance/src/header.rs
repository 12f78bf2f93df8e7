//! An argument repeated in an HTTP header (scenario
//! `http-custom-header-server-validation`).

use mcp_runtime::prelude::*;

/// Names the region that a request was routed to.
#[mcp_tool(read_only)]
async fn test_region(
    /// The region, which a proxy can read in the `Mcp-Param-Region` header.
    #[arg(header = "Region")]
    region: String,
) -> String {
    format!("routed to {region}")
}
