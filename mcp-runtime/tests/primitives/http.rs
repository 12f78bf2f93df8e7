//! Headers that repeat the body, and statuses.

use mcp_runtime::ServerBuilder;
use serde_json::json;

use crate::support::{Request, Running};

fn open(server: ServerBuilder) -> ServerBuilder {
    server.dangerously_let_anyone_use_tools_that_demand_auth()
}

#[tokio::test]
async fn the_name_is_repeated_in_a_header() {
    let server = Running::start_with(open).await;
    let read = Request::modern("resources/read", json!({ "uri": "docs://readme" }));
    let get = Request::modern("prompts/get", json!({ "name": "mixed" }));
    for (request, name) in [(&read, "docs://readme"), (&get, "mixed")] {
        for (header, status) in [(Some(name), 200), (Some("other"), 400), (None, 400)] {
            let request = request.clone().without("Mcp-Name");
            let request = match header {
                Some(header) => request.header("Mcp-Name", header),
                None => request,
            };
            let response = server.send(&request).await;
            assert_eq!(response.status, status, "{response:?}");
            if status == 400 {
                assert_eq!(response.json()["error"]["code"], -32020, "{response:?}");
            }
        }
    }
    let encoded = read.header("Mcp-Name", "=?base64?ZG9jczovL3JlYWRtZQ==?=");
    assert_eq!(server.send(&encoded).await.status, 200);
}

#[tokio::test]
async fn errors_of_calls_have_the_status_of_results() {
    let server = Running::start_with(open).await;
    for how in ["panic", "busy", "large"] {
        let params = json!({ "name": "broken", "arguments": { "how": how } });
        let response = server.modern("prompts/get", params).await;
        assert_eq!(response.status, 200, "{response:?}");
        assert_eq!(response.json()["error"]["code"], -32603);
        assert_eq!(response.get("retry-after"), (how == "busy").then_some("3"));
    }
    let params = json!({ "name": "seldom" });
    assert_eq!(server.modern("prompts/get", params.clone()).await.status, 200);
    let limited = server.modern("prompts/get", params).await;
    assert_eq!(
        (limited.status, &limited.json()["error"]["code"]),
        (200, &json!(429)),
        "{limited:?}"
    );
    assert!(limited.get("retry-after").is_some());
    let unknown = Request::modern("resources/read", json!({ "uri": "docs://x" }))
        .header("Mcp-Name", "docs://x");
    assert_eq!(server.send(&unknown).await.status, 200);
}
