//! The line-delimited transport against input that is not what it should be.

use std::sync::Arc;
use std::time::Duration;

use mcp_runtime::prelude::*;
use mcp_runtime::testing::json;
use serde_json::Value;
use tokio::io::{
    AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader, DuplexStream, ReadHalf,
    WriteHalf,
};
use tokio::task::JoinHandle;

/// Adds two numbers.
#[mcp_tool]
async fn add(a: f64, b: f64) -> f64 {
    a + b
}

/// Waits until the test opens the gate.
#[mcp_tool]
async fn wait(State(gate): State<Arc<tokio::sync::Notify>>) -> &'static str {
    gate.notified().await;
    "open"
}

/// Answers with many bytes.
#[mcp_tool]
async fn large(bytes: usize) -> String {
    "x".repeat(bytes)
}

/// Tells the client more than it can read.
#[mcp_tool]
async fn flood(lines: u32, ctx: Context) -> &'static str {
    let line = "x".repeat(5_000);
    for number in 0..lines {
        ctx.log(LogLevel::Error, format!("{number} {line}"));
        tokio::task::yield_now().await;
    }
    "told"
}

struct Wire {
    reader: BufReader<ReadHalf<DuplexStream>>,
    writer: Option<WriteHalf<DuplexStream>>,
    serving: JoinHandle<mcp_runtime::Result<()>>,
    gate: Arc<tokio::sync::Notify>,
}

impl Wire {
    fn new() -> Self {
        Self::with(64 << 10, |server| server)
    }

    fn with(
        buffer: usize,
        configure: impl FnOnce(mcp_runtime::ServerBuilder) -> mcp_runtime::ServerBuilder,
    ) -> Self {
        let gate = Arc::new(tokio::sync::Notify::new());
        let server = configure(server!().state(Arc::clone(&gate))).build().unwrap();
        let (ours, theirs) = tokio::io::duplex(buffer);
        let serving = tokio::spawn(async move {
            let (input, output) = tokio::io::split(theirs);
            server.serve_stream(input, output).await
        });
        let (reader, writer) = tokio::io::split(ours);
        Self { reader: BufReader::new(reader), writer: Some(writer), serving, gate }
    }

    async fn send(&mut self, bytes: &[u8]) {
        let writer = self.writer.as_mut().expect("the input is open");
        writer.write_all(bytes).await.unwrap();
        writer.write_all(b"\n").await.unwrap();
    }

    async fn receive(&mut self) -> Value {
        let mut line = String::new();
        let reading = self.reader.read_line(&mut line);
        tokio::time::timeout(Duration::from_secs(10), reading).await.expect("an answer").unwrap();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("a message, not {line:?}"))
    }

    async fn ask(&mut self, bytes: &[u8]) -> Value {
        self.send(bytes).await;
        self.receive().await
    }

    /// Ends the input; returns what still comes, once the server has ended.
    async fn finish(mut self) -> Vec<Value> {
        drop(self.writer.take());
        // A split half closes the stream only with its other half, so the
        // end is signalled by shutting the writer down before.
        let mut rest = String::new();
        let reading = self.reader.read_to_string(&mut rest);
        tokio::time::timeout(Duration::from_secs(10), reading).await.expect("the end").unwrap();
        self.serving.await.unwrap().unwrap();
        rest.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    async fn close_input(&mut self) {
        self.writer.as_mut().unwrap().shutdown().await.unwrap();
    }
}

fn call(id: &Value, name: &str, arguments: &Value) -> Vec<u8> {
    json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": {
    "name": name, "arguments": arguments, "_meta": {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    }}})
    .to_string()
    .into_bytes()
}

async fn works(wire: &mut Wire) {
    let answer = wire.ask(&call(&json!("still"), "add", &json!({"a": 1, "b": 2}))).await;
    assert_eq!(answer["id"], "still");
    assert_eq!(answer["result"]["content"][0]["text"], "3");
}

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
    let big =
        format!("{{\"jsonrpc\":\"2.0\",\"id\":\"big\",\"method\":\"{}\"}}", "x".repeat(200_000));
    let answer = wire.ask(big.as_bytes()).await;
    assert_eq!((&answer["id"], &answer["error"]["code"]), (&json!("big"), &json!(-32600)));
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

#[tokio::test]
async fn calls_run_side_by_side() {
    let mut wire = Wire::new();
    wire.send(&call(&json!(1), "wait", &json!({}))).await;
    works(&mut wire).await;
    let repeated = wire.ask(&call(&json!(1), "add", &json!({"a": 1, "b": 2}))).await;
    assert_eq!(repeated["error"]["code"], -32600, "the id is in flight");
    wire.gate.notify_one();
    assert_eq!(wire.receive().await["result"]["content"][0]["text"], "open");
}

#[tokio::test]
async fn the_end_of_input_waits_for_calls_in_flight() {
    let mut wire = Wire::new();
    wire.send(&call(&json!(1), "wait", &json!({}))).await;
    let last = call(&json!(2), "add", &json!({"a": 1, "b": 2}));
    wire.writer.as_mut().unwrap().write_all(&last).await.unwrap(); // no newline
    wire.close_input().await;
    assert_eq!(wire.receive().await["id"], 2);
    wire.gate.notify_one();
    let rest = wire.finish().await;
    assert_eq!(rest.len(), 1);
    assert_eq!(rest[0]["result"]["content"][0]["text"], "open");
}

#[tokio::test]
async fn a_client_that_does_not_read_stops_the_intake_not_the_memory() {
    // 64 answers of 64 KiB against a pipe of 1 KiB that nobody reads.
    let mut wire = Wire::with(1 << 10, |server| server);
    let feeding = async {
        for id in 0..64 {
            wire.send(&call(&json!(id), "large", &json!({"bytes": 65_536}))).await;
        }
    };
    let blocked = tokio::time::timeout(Duration::from_millis(300), feeding).await;
    assert!(blocked.is_err(), "the server took everything in although nobody read");
}

#[tokio::test]
async fn the_bound_on_calls_in_flight_holds_the_next_one_back() {
    let mut wire = Wire::with(64 << 10, |server| server.max_in_flight(2));
    for id in 0..2 {
        wire.send(&call(&json!(id), "wait", &json!({}))).await;
    }
    wire.send(&call(&json!(2), "add", &json!({"a": 1, "b": 2}))).await;
    let early = tokio::time::timeout(Duration::from_millis(100), wire.receive()).await;
    assert!(early.is_err(), "the third call ran beside two");
    wire.gate.notify_one();
    let (first, second) = (wire.receive().await, wire.receive().await);
    assert_eq!(first["result"]["content"][0]["text"], "open");
    assert_eq!(second["id"], 2);
}

#[tokio::test]
async fn messages_that_nobody_reads_are_dropped_and_not_kept() {
    const LINES: u32 = 4_000;
    let mut wire = Wire::with(1 << 10, |server| server);
    let params = json!({"protocolVersion": "2025-11-25", "capabilities": {}});
    let initialize = json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params});
    wire.ask(initialize.to_string().as_bytes()).await;
    let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call",
        "params": {"name": "flood", "arguments": {"lines": LINES}}});
    wire.send(call.to_string().as_bytes()).await;
    // The call ends while nothing is read; what it said must not have piled up.
    tokio::time::sleep(Duration::from_millis(500)).await;
    wire.close_input().await;
    let messages = wire.finish().await;
    assert_eq!(messages.last().unwrap()["result"]["content"][0]["text"], "told");
    let kept = messages.len() - 1;
    assert!((1..LINES as usize / 2).contains(&kept), "{kept} of {LINES} messages were kept");
}

#[tokio::test]
async fn a_client_that_never_reads_does_not_hold_the_connection() {
    let mut wire = Wire::with(1 << 10, |server| server.drain(Duration::from_millis(200)));
    wire.send(&call(&json!(1), "large", &json!({"bytes": 100_000}))).await;
    wire.close_input().await;
    let ended = tokio::time::timeout(Duration::from_secs(10), &mut wire.serving).await;
    ended.expect("the server gives the client up").unwrap().unwrap();
}
