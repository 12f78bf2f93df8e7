//! Bodies that are not what they should be.

use std::time::Duration;

use serde_json::json;

use crate::support::{Request, Running};

#[tokio::test]
async fn a_broken_body_is_answered_under_its_id_if_that_can_be_read() {
    let server = Running::start().await;
    for (body, code) in [
        (&br#"{"jsonrpc":"2.0","id":5,"method":"tools/list","params":{"#[..], -32700),
        (
            b"{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/list\",\"params\":{\"x\":\"\xff\"}}",
            -32700,
        ),
        (br#"{"id":5,"method":"tools/list"}"#, -32600),
        (br#"{"jsonrpc":"2.0","id":5,"method":7}"#, -32600),
        (br#"{"jsonrpc":"2.0","id":5,"id":5,"method":"ping"}"#, -32600),
        (br#"{"jsonrpc":"2.0","id":5}"#, -32600),
    ] {
        let response = server.send(&Request::post(body)).await;
        assert_eq!((response.status, response.code()), (400, code));
        assert_eq!(response.json()["id"], 5, "{}", response.body);
    }
}

#[tokio::test]
async fn without_a_readable_id_the_answer_is_plain_text() {
    let server = Running::start().await;
    for body in [
        "",
        "x",
        "{",
        "17",
        "\"text\"",
        "[]",
        "[{}]",
        r#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#,
    ] {
        let response = server.send(&Request::post(body)).await;
        assert_eq!(response.status, 400, "{body}");
        assert_eq!(response.get("content-type"), Some("text/plain; charset=utf-8"), "{body}");
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_and_the_server_goes_on() {
    let server = Running::start_with(|server| server.max_message_bytes(1000)).await;
    let fits = Request::modern("tools/call", json!({"name": "add", "arguments": {"a": 1, "b": 2}}));
    let padding = "x".repeat(2000);
    let body = format!(
        r#"{{"jsonrpc":"2.0","id":"big","method":"tools/call","params":{{"p":"{padding}"}}}}"#
    );
    let response = server.send(&Request::post(body)).await;
    assert_eq!((response.status, response.code()), (413, -32600));
    assert_eq!(response.json()["id"], "big");
    assert_eq!(server.send(&fits).await.status, 200);
}

#[tokio::test]
async fn a_client_that_writes_everything_before_it_reads_sees_why_it_is_refused() {
    let server = Running::start_with(|server| server.max_message_bytes(1000)).await;
    let body = format!(r#"{{"id":"big","p":"{}"}}"#, "x".repeat(1_000_000));
    let mut connection = server.connect().await;
    connection.send_slowly(&Request::post(body)).await;
    let response = connection.response().await;
    assert_eq!((response.status, response.get("connection")), (413, Some("close")));
    assert_eq!(response.json()["id"], "big");
}

#[tokio::test]
async fn the_rest_of_a_body_over_the_limit_is_not_waited_for_long() {
    let server = Running::start_with(|server| server.max_message_bytes(1000)).await;
    let mut connection = server.connect().await;
    connection.send_most(&Request::post("x".repeat(2000))).await;
    let clock = server.clock.clone();
    let moving = async {
        for _ in 0..40 {
            tokio::time::sleep(Duration::from_millis(20)).await;
            clock.advance(Duration::from_millis(100));
        }
        panic!("no answer within four seconds");
    };
    tokio::select! {
        response = connection.response() => assert_eq!(response.status, 413),
        () = moving => {}
    }
}

#[tokio::test]
async fn absurd_nesting_is_refused_in_words() {
    let server = Running::start().await;
    let deep = format!("{}1{}", "[".repeat(50_000), "]".repeat(50_000));
    let body = format!(
        r#"{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{"name":"add","arguments":{{"a":{deep},"b":1}},"_meta":{{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{{}}}}}}}}"#
    );
    let mut request =
        Request::modern("tools/call", json!({"name": "add", "arguments": {"a": 1, "b": 1}}));
    request.body = body.into_bytes();
    let response = server.send(&request).await;
    assert_eq!(response.status, 200);
    assert_eq!(response.json()["result"]["isError"], true, "{}", response.body);
}

#[tokio::test]
async fn params_of_the_wrong_shape_are_protocol_errors() {
    let server = Running::start().await;
    for params in [
        json!({"name": 7}),
        json!({}),
        json!({"name": "add", "arguments": [1, 2]}),
        json!({"name": "add", "arguments": "x"}),
    ] {
        let mut request = Request::modern("tools/call", params.clone());
        request = request.header("Mcp-Name", params["name"].as_str().unwrap_or("x"));
        let response = server.send(&request).await;
        assert_eq!((response.status, response.code()), (200, -32602), "{params}");
    }
    for cursor in [json!("nonsense"), json!(7)] {
        let response = server.modern("tools/list", json!({"cursor": cursor})).await;
        assert_eq!((response.status, response.code()), (200, -32602));
    }
}

#[tokio::test]
async fn ids_come_back_as_they_were_sent() {
    let server = Running::start().await;
    for id in [
        json!(0),
        json!(-3),
        json!("a"),
        json!(""),
        json!("ü\"\\"),
        json!(9_007_199_254_740_993_i64),
    ] {
        let mut request = Request::modern("server/discover", json!({}));
        let mut body: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
        body["id"] = id.clone();
        request.body = body.to_string().into_bytes();
        assert_eq!(server.send(&request).await.json()["id"], id);
    }
}

#[tokio::test]
async fn a_body_that_does_not_end_is_given_up() {
    let server = Running::start().await;
    let mut connection = server.connect().await;
    connection.send_most(&Request::modern("server/discover", json!({}))).await;
    // Real time only lets the request arrive; the timeout is the manual clock's.
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    server.clock.advance(std::time::Duration::from_secs(30));
    assert_eq!(connection.response().await.status, 408);
}
