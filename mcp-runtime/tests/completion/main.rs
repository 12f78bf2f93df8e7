//! What arguments may be, for whoever types them: `completion/complete` on the
//! wire, in both eras.

mod access;
mod functions;
mod lists;
mod refused;

use mcp_runtime::testing::TestClient;
use mcp_runtime::{ProtocolVersion, ServerBuilder, server};
use serde_json::{Value, json};

fn builder() -> ServerBuilder {
    server!()
        .dangerously_let_anyone_use_tools_that_demand_auth()
        .state(functions::Cities(&["Basel", "Bern"]))
}

/// A client of each revision that the eras begin and end with.
async fn clients() -> [TestClient; 3] {
    use ProtocolVersion::{V2025_03_26, V2025_11_25, V2026_07_28};
    let connect = async |version| TestClient::connect(builder(), version).await;
    [connect(V2026_07_28).await, connect(V2025_11_25).await, connect(V2025_03_26).await]
}

fn prompt(name: &str) -> Value {
    json!({ "type": "ref/prompt", "name": name })
}

fn resource(uri: &str) -> Value {
    json!({ "type": "ref/resource", "uri": uri })
}

fn completion(response: &Value) -> &Value {
    let completion = &response["result"]["completion"];
    assert!(completion.is_object(), "{response}");
    completion
}
