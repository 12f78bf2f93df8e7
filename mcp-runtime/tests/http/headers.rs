//! Headers must say what the body says.

use serde_json::json;

use crate::support::{Request, Running};

const HEADER_MISMATCH: i64 = -32020;

#[tokio::test]
async fn a_request_without_metadata_is_malformed() {
    let server = Running::start().await;
    for meta in [
        json!({"params": {}}),
        json!({"params": {"_meta": 7}}),
        json!({"params": {"_meta": {"io.modelcontextprotocol/clientCapabilities": {}}}}),
        json!({"params": {"_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28"}}}),
        json!({"params": {"_meta": {
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": [],
        }}}),
        json!({"params": []}),
        json!({}),
    ] {
        let mut body = json!({"jsonrpc": "2.0", "id": 7, "method": "tools/list"});
        body.as_object_mut().unwrap().extend(meta.as_object().unwrap().clone());
        let request = Request::post(body.to_string())
            .header("MCP-Protocol-Version", "2026-07-28")
            .header("Mcp-Method", "tools/list");
        let response = server.send(&request).await;
        assert_eq!((response.status, response.code()), (400, -32602), "{body}");
        assert_eq!(response.json()["id"], 7);
    }
}

#[tokio::test]
async fn a_request_of_no_known_kind_is_told_what_either_era_wants() {
    let server = Running::start().await;
    let bare = Request::post(r#"{"jsonrpc": "2.0", "id": 7, "method": "tools/list"}"#);
    let response = server.send(&bare).await;
    assert_eq!((response.status, response.code()), (400, -32602));
    for part in ["io.modelcontextprotocol/protocolVersion", "`initialize`", "`Mcp-Session-Id`"] {
        assert!(response.body.contains(part), "{part} in {}", response.body);
    }
    let response = server.send(&bare.header("MCP-Protocol-Version", "2027-01-01")).await;
    assert_eq!((response.status, response.code()), (400, -32602));
    let known = "use one of 2026-07-28, 2025-11-25, 2025-06-18, 2025-03-26";
    assert!(response.body.contains(known), "{}", response.body);
}

#[tokio::test]
async fn an_unknown_version_is_answered_with_the_known_ones() {
    let server = Running::start().await;
    let meta = json!({"_meta": {"io.modelcontextprotocol/protocolVersion": "1900-01-01"}});
    let request =
        Request::modern("server/discover", meta).header("MCP-Protocol-Version", "1900-01-01");
    let response = server.send(&request).await;
    assert_eq!((response.status, response.code()), (400, -32022));
    assert_eq!(
        response.json()["error"]["data"],
        json!({
            "supported": ["2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26"],
            "requested": "1900-01-01",
        })
    );
}

#[tokio::test]
async fn a_version_of_the_handshake_era_is_told_how_that_begins() {
    let server = Running::start().await;
    let meta = json!({"_meta": {"io.modelcontextprotocol/protocolVersion": "2025-11-25"}});
    let request = Request::modern("tools/list", meta).header("MCP-Protocol-Version", "2025-11-25");
    let response = server.send(&request).await;
    assert_eq!((response.status, response.code()), (400, -32022));
    let message = response.json()["error"]["message"].to_string();
    assert!(message.contains("revision 2025-11-25 begins with `initialize`"), "{message}");
}

#[tokio::test]
async fn an_unknown_version_in_the_body_alone_is_a_mismatch() {
    let server = Running::start().await;
    let meta = json!({"_meta": {"io.modelcontextprotocol/protocolVersion": "v999"}});
    let response = server.send(&Request::modern("server/discover", meta)).await;
    assert_eq!((response.status, response.code()), (400, HEADER_MISMATCH));
}

#[tokio::test]
async fn standard_headers_must_match() {
    let server = Running::start().await;
    let request =
        Request::modern("tools/call", json!({"name": "add", "arguments": {"a": 1, "b": 2}}));
    assert_eq!(server.send(&request).await.status, 200);
    for wrong in [
        request.clone().without("MCP-Protocol-Version"),
        request.clone().header("MCP-Protocol-Version", "2025-11-25"),
        request.clone().without("Mcp-Method"),
        request.clone().header("Mcp-Method", "tools/list"),
        request.clone().header("Mcp-Method", "TOOLS/CALL"),
        request.clone().without("Mcp-Name"),
        request.clone().header("Mcp-Name", "other"),
        request.clone().header("Mcp-Name", "=?base64?%%%?="),
    ] {
        let response = server.send(&wrong).await;
        assert_eq!(
            (response.status, response.code()),
            (400, HEADER_MISMATCH),
            "{:?}",
            wrong.headers
        );
        assert_eq!(response.json()["id"], 1);
    }
    for (name, value) in [
        ("MCP-Protocol-Version", "2025-11-25"),
        ("Mcp-Method", "tools/list"),
        ("Mcp-Name", "query"),
    ] {
        let mut twice = request.clone();
        twice.headers.push((name.to_owned(), value.to_owned()));
        let response = server.send(&twice).await;
        assert_eq!((response.status, response.code()), (400, HEADER_MISMATCH), "{name} twice");
    }
    let encoded = request.header("Mcp-Name", "=?base64?YWRk?=").header("mcp-METHOD", "tools/call");
    assert_eq!(server.send(&encoded).await.status, 200);
}

#[tokio::test]
async fn all_headers_that_are_missing_are_named() {
    let server = Running::start().await;
    let call = Request::modern("tools/call", json!({"name": "add", "arguments": {"a": 1, "b": 2}}));
    let list = Request::modern("tools/list", json!({})).without("Mcp-Name");
    let (no_method, no_version) = ("Mcp-Method", "MCP-Protocol-Version");
    for (request, said) in [
        (call.clone().without("Mcp-Name"), "the required header Mcp-Name is missing"),
        (
            call.clone().without(no_method).without("Mcp-Name"),
            "the required headers Mcp-Method and Mcp-Name are missing",
        ),
        (
            call.without(no_version).without(no_method).without("Mcp-Name"),
            "the required headers MCP-Protocol-Version, Mcp-Method and Mcp-Name are missing",
        ),
        (list.without(no_method), "the required header Mcp-Method is missing"),
    ] {
        let response = server.send(&request).await;
        assert_eq!((response.status, response.code()), (400, HEADER_MISMATCH));
        assert!(response.body.contains(said), "{said} in {}", response.body);
    }
}

#[tokio::test]
async fn mirrored_arguments_must_match() {
    let server = Running::start().await;
    let request =
        |arguments| Request::modern("tools/call", json!({"name": "query", "arguments": arguments}));
    let both = request(json!({"region": "Zürich", "limit": 42}));
    let right = both
        .clone()
        .header("Mcp-Param-Region", "=?base64?WsO8cmljaA==?=")
        .header("mcp-param-limit", "42.0");
    assert_eq!(server.send(&right).await.status, 200);
    let only_region =
        request(json!({"region": "eu", "limit": null})).header("Mcp-Param-Region", "eu");
    assert_eq!(server.send(&only_region).await.status, 200);
    for wrong in [
        both.clone(),
        right.clone().header("Mcp-Param-Limit", "43"),
        right.header("Mcp-Param-Region", "=?base64?!!?="),
        only_region.clone().header("Mcp-Param-Limit", "1"),
        {
            let mut twice = only_region;
            twice.headers.push(("Mcp-Param-Region".to_owned(), "us".to_owned()));
            twice
        },
    ] {
        let response = server.send(&wrong).await;
        assert_eq!(
            (response.status, response.code()),
            (400, HEADER_MISMATCH),
            "{:?}",
            wrong.headers
        );
    }
}

#[tokio::test]
async fn an_unknown_method_is_404_and_an_unknown_tool_a_protocol_error() {
    let server = Running::start().await;
    let response = server.modern("resources/teleport", json!({})).await;
    assert_eq!((response.status, response.code()), (404, -32601));
    for removed in ["initialize", "ping", "logging/setLevel"] {
        let response = server.modern(removed, json!({})).await;
        assert_eq!((response.status, response.code()), (404, -32601), "{removed}");
    }
    let response = server.modern("tools/call", json!({"name": "ADD"})).await;
    assert_eq!((response.status, response.code()), (200, -32602));
    assert!(response.body.contains("Did you mean add?"), "{}", response.body);
}
