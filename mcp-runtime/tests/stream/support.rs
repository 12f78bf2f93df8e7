//! A connection that the tests write to byte by byte, and its tools.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
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
async fn flood(
    lines: u32,
    #[arg(default = 5_000)] bytes: usize,
    State(ended): State<Ended>,
    ctx: Context,
) -> &'static str {
    let line = "x".repeat(bytes);
    for number in 0..lines {
        ctx.log(LogLevel::Error, format!("{number} {line}"));
        tokio::task::yield_now().await;
    }
    ended.0.fetch_add(1, Ordering::SeqCst);
    "told"
}

/// How many calls of `flood` have said all.
#[derive(Clone, Default)]
pub(crate) struct Ended(Arc<AtomicUsize>);

/// Reports how far it is, while `flood` tells the client too much.
#[mcp_tool]
async fn report(after: u32, ctx: Context) -> &'static str {
    for _ in 0..after {
        tokio::task::yield_now().await;
    }
    for step in 1..=9 {
        ctx.progress(f64::from(step), None);
    }
    "reported"
}

/// Goes on telling until it is cancelled, and is always ready for more.
#[mcp_tool]
async fn talk(ctx: Context) {
    loop {
        ctx.log(LogLevel::Error, "still here");
        let mut yielded = false;
        std::future::poll_fn(|task| {
            task.waker().wake_by_ref();
            if std::mem::replace(&mut yielded, true) { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}

pub(crate) struct Wire {
    pub(crate) reader: BufReader<ReadHalf<DuplexStream>>,
    pub(crate) writer: Option<WriteHalf<DuplexStream>>,
    pub(crate) serving: JoinHandle<mcp_runtime::Result<()>>,
    pub(crate) gate: Arc<tokio::sync::Notify>,
    ended: Ended,
}

impl Wire {
    pub(crate) fn new() -> Self {
        Self::with(64 << 10, |server| server)
    }

    pub(crate) fn with(
        buffer: usize,
        configure: impl FnOnce(mcp_runtime::ServerBuilder) -> mcp_runtime::ServerBuilder,
    ) -> Self {
        let gate = Arc::new(tokio::sync::Notify::new());
        let ended = Ended::default();
        let server = server!().state(Arc::clone(&gate)).state(ended.clone());
        let server = configure(server).build().unwrap();
        let (ours, theirs) = tokio::io::duplex(buffer);
        let serving = tokio::spawn(async move {
            let (input, output) = tokio::io::split(theirs);
            server.serve_stream(input, output).await
        });
        let (reader, writer) = tokio::io::split(ours);
        Self { reader: BufReader::new(reader), writer: Some(writer), serving, gate, ended }
    }

    pub(crate) async fn send(&mut self, bytes: &[u8]) {
        let writer = self.writer.as_mut().expect("the input is open");
        writer.write_all(bytes).await.unwrap();
        writer.write_all(b"\n").await.unwrap();
    }

    pub(crate) async fn receive(&mut self) -> Value {
        let mut line = String::new();
        let reading = self.reader.read_line(&mut line);
        tokio::time::timeout(Duration::from_secs(10), reading).await.expect("an answer").unwrap();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("a message, not {line:?}"))
    }

    pub(crate) async fn ask(&mut self, bytes: &[u8]) -> Value {
        self.send(bytes).await;
        self.receive().await
    }

    /// Opens a session of an older revision.
    pub(crate) async fn initialize(&mut self, version: &str) {
        let params = json!({"protocolVersion": version, "capabilities": {}});
        let request = json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params});
        let answer = self.ask(request.to_string().as_bytes()).await;
        assert_eq!(answer["result"]["protocolVersion"], version);
    }

    pub(crate) async fn cancel(&mut self, id: &Value) {
        let params = json!({"requestId": id});
        let cancel =
            json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": params});
        self.send(cancel.to_string().as_bytes()).await;
    }

    /// Answered at once, whatever else goes on: what was sent before it has
    /// been read.
    pub(crate) async fn ping(&mut self) {
        let answer = self.ask(br#"{"jsonrpc":"2.0","id":"ping","method":"ping"}"#).await;
        assert_eq!(answer["id"], "ping", "{answer}");
    }

    /// Waits, without reading, until this many calls of `flood` have said all.
    pub(crate) async fn flooded(&self, calls: usize) {
        let waiting = async {
            while self.ended.0.load(Ordering::SeqCst) < calls {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), waiting).await.expect("the floods end");
    }

    /// Ends the input; returns what still comes, once the server has ended.
    pub(crate) async fn finish(mut self) -> Vec<Value> {
        drop(self.writer.take());
        // A split half closes the stream only with its other half, so the
        // end is signalled by shutting the writer down before.
        let mut rest = String::new();
        let reading = self.reader.read_to_string(&mut rest);
        tokio::time::timeout(Duration::from_secs(10), reading).await.expect("the end").unwrap();
        self.serving.await.unwrap().unwrap();
        rest.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    pub(crate) async fn close_input(&mut self) {
        self.writer.as_mut().unwrap().shutdown().await.unwrap();
    }
}

pub(crate) fn call(id: &Value, name: &str, arguments: &Value) -> Vec<u8> {
    json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": {
    "name": name, "arguments": arguments, "_meta": {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    }}})
    .to_string()
    .into_bytes()
}

pub(crate) async fn works(wire: &mut Wire) {
    let answer = wire.ask(&call(&json!("still"), "add", &json!({"a": 1, "b": 2}))).await;
    assert_eq!(answer["id"], "still");
    assert_eq!(answer["result"]["content"][0]["text"], "3");
}
