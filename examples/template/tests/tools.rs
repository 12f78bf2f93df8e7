//! The tools, called in process over the real wire format.

use mcp_runtime::testing::TestClient;
use serde_json::json;

#[tokio::test]
async fn temperatures_are_converted() {
    let client = TestClient::modern({{crate_name}}::server()).await;
    let arguments = json!({"degrees": 100, "from": "celsius", "to": "kelvin"});
    let outcome = client.call("convert", arguments).await;
    outcome.assert_structured(json!({"degrees": 373.15, "scale": "kelvin"}));
}

#[tokio::test]
async fn mistakes_say_what_to_do() {
    let client = TestClient::modern({{crate_name}}::server()).await;
    let cold = json!({"degrees": -1, "from": "kelvin", "to": "celsius"});
    client.call("convert", cold).await.assert_error("BELOW_ABSOLUTE_ZERO");
    let unknown = json!({"degrees": 1, "from": "rankine", "to": "celsius"});
    client.call("convert", unknown).await.assert_error("INVALID_INPUT");
}
