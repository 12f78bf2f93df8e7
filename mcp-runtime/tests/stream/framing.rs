//! Input that is not what it should be.

use mcp_runtime::testing::json;
use serde_json::Value;

use crate::support::{Wire, works};

#[tokio::test]
async fn broken_lines_are_answered_and_disturb_nothing() {
    let mut wire = Wire::new();
    for (line, id, code) in [
        (&b"not json"[..], Value::Null, -32700),
        (b"{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":", json!(4), -32700),
        (b"{\"jsonrpc\":\"2.0\",\"id\":\"\xc3\xa9\",\"method\":\"\xff\"}", json!("é"), -32700),
        (b"[]", Value::Null, -32600),
        (b"[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", Value::Null, -32600),
        (b"{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}", Value::Null, -32600),
        (b"{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"tools/list\"}", json!(8), -32602),
        (b"{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"server/discover\"}", json!(9), -32602),
    ] {
        let answer = wire.ask(line).await;
        assert_eq!((&answer["id"], &answer["error"]["code"]), (&id, &json!(code)), "{answer}");
        if id.is_null() {
            assert!(answer.get("id").is_none(), "an id that cannot be read is left out: {answer}");
        }
        works(&mut wire).await;
    }
}

#[tokio::test]
async fn blank_lines_and_notifications_get_no_answer() {
    let mut wire = Wire::new();
    for line in [
        &b""[..],
        b"   ",
        b"\r",
        b"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
        b"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":77}}",
        b"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":[]}",
        b"{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
    ] {
        wire.send(line).await;
    }
    works(&mut wire).await;
}

#[tokio::test]
async fn a_line_over_the_limit_is_answered_once_and_skipped() {
    let mut wire = Wire::with(64 << 10, |server| server.max_message_bytes(1000));
    let long = "x".repeat(200_000);
    // Many clients write the id last.
    for big in [
        format!(r#"{{"jsonrpc":"2.0","id":"big","method":"{long}"}}"#),
        format!(r#"{{"method":"{long}","params":{{"id":1}},"jsonrpc":"2.0","id":"big"}}"#),
    ] {
        let answer = wire.ask(big.as_bytes()).await;
        assert_eq!((&answer["id"], &answer["error"]["code"]), (&json!("big"), &json!(-32600)));
    }
    works(&mut wire).await;
}

#[tokio::test]
async fn both_eras_share_one_stream() {
    let mut wire = Wire::new();
    works(&mut wire).await;
    let answer = wire
        .ask(br#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"c","version":"1"}}}"#)
        .await;
    assert_eq!(answer["result"]["protocolVersion"], "2025-06-18");
    let legacy = br#"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"add","arguments":{"a":1,"b":2}}}"#;
    let answer = wire.ask(legacy).await;
    assert!(answer["result"].get("resultType").is_none());
    works(&mut wire).await;
}
