//! Prompts and resources on the wire, in both eras.

mod authorized;
mod functions;
mod http;
mod lists;
mod prompts;
mod resources;
#[allow(dead_code)] // it serves the tests of HTTP as well
#[path = "../http/support.rs"]
mod support;
/// What the tests' server needs of its tools: nothing.
mod tools {
    #[derive(Default)]
    pub(crate) struct Gate;
}

use mcp_runtime::testing::TestClient;
use mcp_runtime::{ProtocolVersion, server};

/// A client of each revision that the eras begin and end with.
async fn clients() -> [TestClient; 3] {
    use ProtocolVersion::{V2025_03_26, V2025_11_25, V2026_07_28};
    let connect = async |version| {
        TestClient::connect(server!().dangerously_let_anyone_use_tools_that_demand_auth(), version)
            .await
    };
    [connect(V2026_07_28).await, connect(V2025_11_25).await, connect(V2025_03_26).await]
}
