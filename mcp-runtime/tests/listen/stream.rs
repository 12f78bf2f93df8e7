//! Subscriptions on stdio and any other byte stream.

use std::collections::HashSet;
use std::time::Duration;

use mcp_runtime::prelude::*;
use mcp_runtime::testing::ManualClock;
use mcp_runtime::{Notifier, ServerBuilder};
use serde_json::{Value, json};
use tokio::io::{
    AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader, DuplexStream, ReadHalf,
    WriteHalf,
};
use tokio::task::JoinHandle;

const ID: &str = "io.modelcontextprotocol/subscriptionId";

struct Wire {
    reader: BufReader<ReadHalf<DuplexStream>>,
    writer: WriteHalf<DuplexStream>,
    serving: JoinHandle<mcp_runtime::Result<()>>,
    notifier: Notifier,
}

impl Wire {
    fn new(buffer: usize, configure: impl FnOnce(ServerBuilder) -> ServerBuilder) -> Self {
        let server = configure(server!().tools(tools![])).build().unwrap();
        let notifier = server.notifier();
        let (ours, theirs) = tokio::io::duplex(buffer);
        let serving = tokio::spawn(async move {
            let (input, output) = tokio::io::split(theirs);
            server.serve_stream(input, output).await
        });
        let (reader, writer) = tokio::io::split(ours);
        Self { reader: BufReader::new(reader), writer, serving, notifier }
    }

    async fn send(&mut self, message: &Value) {
        self.writer.write_all(format!("{message}\n").as_bytes()).await.unwrap();
    }

    async fn receive(&mut self) -> Value {
        let mut line = String::new();
        let reading = self.reader.read_line(&mut line);
        tokio::time::timeout(Duration::from_secs(10), reading).await.expect("a line").unwrap();
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("a message, not {line:?}"))
    }

    /// Opens a subscription; returns what of it is honoured.
    async fn listen(&mut self, id: &Value, notifications: &Value) -> Value {
        self.send(&listen(id, notifications)).await;
        let first = self.receive().await;
        assert_eq!(first["method"], "notifications/subscriptions/acknowledged", "{first}");
        assert_eq!(&first["params"]["_meta"][ID], id);
        first["params"]["notifications"].clone()
    }

    /// Nothing that was sent before it comes after it.
    async fn ping(&mut self) {
        self.send(&json!({"jsonrpc": "2.0", "id": "ping", "method": "ping"})).await;
        let answer = self.receive().await;
        assert_eq!(answer["id"], "ping", "{answer}");
    }

    async fn cancel(&mut self, id: &Value) {
        let cancel = json!({"jsonrpc": "2.0", "method": "notifications/cancelled",
            "params": {"requestId": id}});
        self.send(&cancel).await;
        self.ping().await;
    }

    async fn initialize(&mut self) {
        self.send(&json!({"jsonrpc": "2.0", "id": 0, "method": "initialize",
            "params": {"protocolVersion": "2025-11-25", "capabilities": {}}}))
            .await;
        assert_eq!(self.receive().await["id"], 0);
    }

    /// Ends the input; returns what still comes.
    async fn finish(mut self) -> Vec<Value> {
        self.writer.shutdown().await.unwrap();
        let mut rest = String::new();
        let reading = self.reader.read_to_string(&mut rest);
        tokio::time::timeout(Duration::from_secs(10), reading).await.expect("the end").unwrap();
        self.serving.await.unwrap().unwrap();
        rest.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

fn listen(id: &Value, notifications: &Value) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "method": "subscriptions/listen", "params": {
    "notifications": notifications, "_meta": {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    }}})
}

#[tokio::test]
async fn subscriptions_share_a_channel_and_are_told_apart_by_their_ids() {
    let mut wire = Wire::new(64 << 10, |server| server);
    let tools = wire.listen(&json!("tools"), &json!({"toolsListChanged": true})).await;
    assert_eq!(tools, json!({"toolsListChanged": true}));
    let note = json!({"resourceSubscriptions": ["notes://1"]});
    assert_eq!(wire.listen(&json!(7), &note).await, note);
    wire.notifier.resource_updated("notes://1");
    let updated = json!({"jsonrpc": "2.0", "method": "notifications/resources/updated",
        "params": {"_meta": {ID: 7}, "uri": "notes://1"}});
    assert_eq!(wire.receive().await, updated);
    wire.notifier.tools_changed();
    let changed = json!({"jsonrpc": "2.0", "method": "notifications/tools/list_changed",
        "params": {"_meta": {ID: "tools"}}});
    assert_eq!(wire.receive().await, changed);
    wire.send(&listen(&json!(7), &json!({}))).await;
    assert_eq!(wire.receive().await["error"]["code"], -32600, "the id is in use");
    wire.ping().await;
}

#[tokio::test]
async fn a_subscription_that_is_cancelled_says_no_more() {
    let mut wire = Wire::new(64 << 10, |server| server.max_subscriptions(1));
    for _ in 0..3 {
        wire.listen(&json!(1), &json!({"toolsListChanged": true})).await;
        wire.notifier.tools_changed();
        assert_eq!(wire.receive().await["method"], "notifications/tools/list_changed");
        wire.cancel(&json!(1)).await;
        wire.notifier.tools_changed();
        wire.ping().await;
    }
    wire.listen(&json!(1), &json!({})).await;
    wire.send(&listen(&json!(2), &json!({}))).await;
    assert_eq!(wire.receive().await["error"]["code"], 503, "the one place is taken");
}

#[tokio::test]
async fn the_end_of_input_ends_subscriptions_with_a_result() {
    let mut wire = Wire::new(64 << 10, |server| server);
    for id in ["a", "b"] {
        wire.listen(&json!(id), &json!({"toolsListChanged": true})).await;
    }
    wire.send(&listen(&json!("c"), &json!({}))).await;
    let rest = wire.finish().await;
    let mut ended = HashSet::new();
    for message in rest {
        if message["method"] == "notifications/subscriptions/acknowledged" {
            assert_eq!(message["params"]["_meta"][ID], "c");
            continue;
        }
        assert_eq!(message["result"]["resultType"], "complete", "{message}");
        assert_eq!(message["result"]["_meta"][ID], message["id"]);
        ended.insert(message["id"].to_string());
    }
    assert_eq!(ended.len(), 3);
}

#[tokio::test]
async fn thousands_of_subscriptions_on_one_connection_are_all_told() {
    const COUNT: usize = 3_000;
    let mut wire = Wire::new(64 << 10, |server| server.max_subscriptions_per_caller(COUNT));
    for id in 0..COUNT {
        wire.listen(&json!(id), &json!({"toolsListChanged": true})).await;
    }
    for _ in 0..100 {
        wire.notifier.tools_changed();
    }
    let mut told = HashSet::new();
    for _ in 0..COUNT {
        told.insert(wire.receive().await["params"]["_meta"][ID].as_u64());
    }
    assert_eq!(told.len(), COUNT);
    wire.ping().await;
}

#[tokio::test]
async fn what_a_client_does_not_read_is_not_kept() {
    const ROUNDS: usize = 2_000;
    let mut wire = Wire::new(1 << 10, |server| server);
    let uris: Vec<String> = (0..16).map(|number| format!("notes://{number}")).collect();
    wire.listen(&json!(1), &json!({"toolsListChanged": true, "resourceSubscriptions": uris})).await;
    for _ in 0..ROUNDS {
        for uri in &uris {
            wire.notifier.resource_updated(uri);
        }
        tokio::task::yield_now().await;
    }
    wire.notifier.tools_changed();
    let mut told = 0;
    while wire.receive().await["method"] != "notifications/tools/list_changed" {
        told += 1;
    }
    assert!((1..ROUNDS * uris.len() / 2).contains(&told), "{told} messages were kept");
}

struct Guests(ManualClock);

impl Authenticator for Guests {
    async fn authenticate(&self, _: &Attempt) -> Result<Principal, Rejection> {
        Ok(Principal::new("guests", "one").with_expiry(self.0.wall() + Duration::from_mins(1)))
    }
}

#[tokio::test]
async fn a_subscription_whose_credential_has_expired_is_cancelled() {
    let clock = ManualClock::new();
    let own = clock.clone();
    let mut wire = Wire::new(64 << 10, |server| {
        server.clock(own.clone()).auth(Guests(own)).stdio_credential("guest")
    });
    wire.listen(&json!(1), &json!({"toolsListChanged": true})).await;
    wire.ping().await;
    clock.advance(Duration::from_mins(1));
    let cancelled = wire.receive().await;
    assert_eq!(cancelled["method"], "notifications/cancelled");
    assert_eq!(cancelled["params"]["requestId"], 1);
    assert!(cancelled["params"]["reason"].to_string().contains("expired"));
    wire.notifier.tools_changed();
    wire.ping().await;
    // The credential is good for more.
    wire.listen(&json!(1), &json!({"toolsListChanged": true})).await;
}

#[tokio::test]
async fn an_older_client_is_told_once_its_session_is_open() {
    let mut wire = Wire::new(64 << 10, |server| server);
    wire.notifier.tools_changed();
    wire.initialize().await;
    wire.notifier.tools_changed();
    wire.ping().await;
    wire.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"})).await;
    wire.ping().await;
    wire.notifier.tools_changed();
    let changed = json!({"jsonrpc": "2.0", "method": "notifications/tools/list_changed"});
    assert_eq!(wire.receive().await, changed);
    for (method, told) in [("resources/subscribe", true), ("resources/unsubscribe", false)] {
        let request = json!({"jsonrpc": "2.0", "id": 1, "method": method,
            "params": {"uri": "notes://1"}});
        wire.send(&request).await;
        assert_eq!(wire.receive().await["result"], json!({}));
        wire.notifier.resource_updated("notes://1");
        if told {
            let updated = json!({"jsonrpc": "2.0", "method": "notifications/resources/updated",
                "params": {"uri": "notes://1"}});
            assert_eq!(wire.receive().await, updated);
        }
        wire.ping().await;
    }
    wire.notifier.resources_changed();
    assert_eq!(wire.receive().await["method"], "notifications/resources/list_changed");
    assert_eq!(wire.finish().await, Vec::<Value>::new());
}

#[tokio::test]
async fn only_the_stateless_era_listens_and_never_in_a_batch() {
    let mut wire = Wire::new(64 << 10, |server| server);
    wire.send(&json!({"jsonrpc": "2.0", "id": 0, "method": "initialize",
        "params": {"protocolVersion": "2025-03-26", "capabilities": {}}}))
        .await;
    wire.receive().await;
    wire.send(&json!({"jsonrpc": "2.0", "id": 1, "method": "subscriptions/listen",
        "params": {"notifications": {}}}))
        .await;
    assert_eq!(wire.receive().await["error"]["code"], -32601);
    let subscribe = json!({"jsonrpc": "2.0", "id": 2, "method": "resources/subscribe",
        "params": {"uri": "notes://1"}});
    wire.send(&json!([listen(&json!(1), &json!({})), subscribe])).await;
    let answers = wire.receive().await;
    assert_eq!(answers[0]["error"]["code"], -32600, "{answers}");
    assert_eq!(answers[1]["result"], json!({}), "{answers}");
    wire.notifier.resource_updated("notes://1");
    assert_eq!(wire.receive().await["params"]["uri"], "notes://1");
}
