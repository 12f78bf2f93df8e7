use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use mcp_runtime::ServerBuilder;
use mcp_runtime::prelude::*;
use mcp_runtime::testing::{InFlight, ManualClock, Outcome, TestClient, json};
use serde_json::Value;
use tokio::sync::Semaphore;

/// A server with a clock of its own, and its client.
pub(crate) struct Bench {
    pub(crate) client: TestClient,
    pub(crate) clock: ManualClock,
    pub(crate) gate: Arc<Gate>,
}

/// A bench in each era.
pub(crate) async fn benches() -> [Bench; 2] {
    benches_with(|server| server, |client| client).await
}

/// A bench in each era, set up by hand.
pub(crate) async fn benches_with(
    server: impl Fn(ServerBuilder) -> ServerBuilder,
    client: impl Fn(TestClient) -> TestClient,
) -> [Bench; 2] {
    let new = || (ManualClock::new(), Arc::<Gate>::default());
    let build = |clock: &ManualClock, gate: &Arc<Gate>| {
        server(server!().clock(clock.clone()).state(Arc::clone(gate)))
    };
    let (one, other) = (new(), new());
    let modern = TestClient::modern(build(&one.0, &one.1)).await;
    let legacy = TestClient::legacy(build(&other.0, &other.1)).await;
    [
        Bench { client: client(modern), clock: one.0, gate: one.1 },
        Bench { client: client(legacy), clock: other.0, gate: other.1 },
    ]
}

impl Bench {
    /// Returns once the server has done all it can do without time or a gate:
    /// what was sent and woken before is served before this is answered.
    pub(crate) async fn settle(&self) {
        for _ in 0..3 {
            self.client.list_tools().await;
        }
    }

    pub(crate) async fn advance(&self, millis: u64) {
        self.settle().await; // timers are armed
        self.clock.advance(Duration::from_millis(millis));
        self.settle().await;
    }

    /// A call without arguments.
    pub(crate) async fn call(&self, tool: &str) -> Outcome {
        self.client.call(tool, json!({})).await
    }

    /// A call whose arguments no JSON value of a test can hold. It is one of
    /// the stateless era, whatever the connection began with.
    pub(crate) async fn raw_call(&self, tool: &str, arguments: &str) -> Value {
        let meta = json!({
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": {},
        });
        let params = format!(r#"{{"name":"{tool}","arguments":{arguments},"_meta":{meta}}}"#);
        let line =
            format!(r#"{{"jsonrpc":"2.0","id":"raw","method":"tools/call","params":{params}}}"#);
        self.client.send_line(&line).await;
        self.settle().await;
        self.client.take_unsolicited().pop().expect("an answer")
    }

    /// A call without arguments that has got as far as it can.
    pub(crate) async fn start(&self, tool: &str) -> InFlight {
        let call = self.client.start(tool, json!({})).await;
        self.settle().await;
        call
    }

    /// Sends this idempotency key from now on.
    pub(crate) fn key(self, key: &str) -> Self {
        Self { client: self.client.with_meta("idempotencyKey", key.into()), ..self }
    }

    pub(crate) async fn cancel(&self, call: InFlight) {
        self.client.cancel(&call).await;
        self.settle().await;
    }
}

/// What holds handlers until a test lets them go on, and counts them.
pub(crate) struct Gate {
    started: AtomicUsize,
    dropped: AtomicUsize,
    open: Semaphore,
}

impl Default for Gate {
    fn default() -> Self {
        let zero = AtomicUsize::default;
        Self { started: zero(), dropped: zero(), open: Semaphore::new(0) }
    }
}

impl Gate {
    /// Counts a handler in, and waits for the gate to open for it. Returns
    /// how many came before.
    pub(crate) async fn pass(self: &Arc<Self>) -> usize {
        let before = self.count();
        let mut inside = Inside(Some(Arc::clone(self)));
        self.open.acquire().await.expect("never closed").forget();
        inside.0 = None;
        before
    }

    /// Counts a handler in. Returns how many came before.
    pub(crate) fn count(&self) -> usize {
        self.started.fetch_add(1, Ordering::SeqCst)
    }

    /// Lets one handler pass.
    pub(crate) fn open(&self) {
        self.open.add_permits(1);
    }

    pub(crate) fn started(&self) -> usize {
        self.started.load(Ordering::SeqCst)
    }

    /// Handlers that were dropped before the gate opened for them.
    pub(crate) fn dropped(&self) -> usize {
        self.dropped.load(Ordering::SeqCst)
    }
}

struct Inside(Option<Arc<Gate>>);

impl Drop for Inside {
    fn drop(&mut self) {
        if let Some(gate) = &self.0 {
            gate.dropped.fetch_add(1, Ordering::SeqCst);
        }
    }
}
