use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::io::BufReader;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::Outcome;
use super::answers::Answers;
use super::inbox::Inbox;
use super::writer::Writer;
use crate::protocol::{ProtocolVersion, TASKS, meta_key};
use crate::server::{Server, ServerBuilder};

/// A client that talks to a server in the same process.
///
/// Its methods panic where a test should fail: a server that does not start,
/// an answer that does not come within ten seconds, structured content that
/// breaks the tool's own output schema.
pub struct TestClient {
    server: Arc<Server>,
    version: ProtocolVersion,
    writer: Arc<Writer>,
    inbox: Arc<Inbox>,
    next_id: AtomicU64,
    capabilities: Value,
    pub(super) answers: Option<Answers>,
    meta: Map<String, Value>,
    output_schemas: HashMap<String, Value>,
    tasks: [JoinHandle<()>; 2],
}

pub(super) const PATIENCE: Duration = Duration::from_secs(10);

impl TestClient {
    /// Connects in the stateless era, 2026-07-28.
    ///
    /// # Panics
    /// Where the server does not pass its start-up check.
    pub async fn modern(server: ServerBuilder) -> Self {
        Self::connect(server, ProtocolVersion::LATEST).await
    }

    /// Connects with the `initialize` handshake, 2025-11-25.
    ///
    /// # Panics
    /// Where the server does not pass its start-up check.
    pub async fn legacy(server: ServerBuilder) -> Self {
        Self::connect(server, ProtocolVersion::LATEST_LEGACY).await
    }

    /// Connects with a chosen revision.
    ///
    /// # Panics
    /// Where the server does not pass its start-up check, or does not agree
    /// to the revision.
    pub async fn connect(server: ServerBuilder, version: ProtocolVersion) -> Self {
        Self::serving(server.build().unwrap_or_else(|error| panic!("{error}")), version).await
    }

    /// Connects to a server that was built already.
    pub(crate) async fn serving(server: Server, version: ProtocolVersion) -> Self {
        let mut client = Self::open(Arc::new(server), version, json!({}), None);
        client.introduce().await;
        client
    }

    fn open(
        server: Arc<Server>,
        version: ProtocolVersion,
        capabilities: Value,
        answers: Option<Answers>,
    ) -> Self {
        let (ours, theirs) = tokio::io::duplex(64 << 10);
        let (input, output) = tokio::io::split(theirs);
        let of_stream = Arc::clone(&server);
        let serving = tokio::spawn(async move {
            if let Err(error) = of_stream.serve_stream(input, output).await {
                tracing::debug!(%error, "the test connection ended");
            }
        });
        let (reader, writer) = tokio::io::split(ours);
        let writer = Arc::new(Writer::new(writer));
        let inbox = Arc::<Inbox>::default();
        let asked = answers.clone().map(|answers| (answers, Arc::clone(&writer)));
        let reading = tokio::spawn(Arc::clone(&inbox).read(BufReader::new(reader), asked));
        Self {
            server,
            version,
            writer,
            inbox,
            next_id: AtomicU64::new(1),
            capabilities,
            answers,
            meta: Map::new(),
            output_schemas: HashMap::new(),
            tasks: [serving, reading],
        }
    }

    async fn introduce(&mut self) {
        if !self.version.is_modern() {
            self.initialize().await;
        }
        for tool in self.list_tools().await {
            if let (Some(name), Some(schema)) = (tool["name"].as_str(), tool.get("outputSchema")) {
                self.output_schemas.insert(name.to_owned(), schema.clone());
            }
        }
    }

    /// Declares what the client can do, from the next request on. Older
    /// revisions declare it in the handshake, so there it has no effect.
    #[must_use]
    pub fn with_capabilities(mut self, capabilities: Value) -> Self {
        self.capabilities = capabilities;
        self
    }

    /// Declares what the client can do, and answers what the server asks for it:
    /// `answer` gets the method, `elicitation/create` for example, and its
    /// params, and returns the result. A call or request that asks has then the
    /// outcome that it comes to with the answers, and a task that asks is
    /// answered where its [end](Self::finished) is waited for.
    ///
    /// In older revisions this is a new connection with a handshake of its own.
    ///
    /// ```
    /// # use mcp_runtime::prelude::*;
    /// # use mcp_runtime::ProtocolVersion;
    /// # use mcp_runtime::testing::{TestClient, json};
    /// #[mcp_type]
    /// struct Yes {
    ///     yes: bool,
    /// }
    ///
    /// /// Publishes, if it may.
    /// #[mcp_tool]
    /// async fn publish(ctx: Context) -> Result<&'static str, CallError> {
    ///     match ctx.elicit::<Yes>("Publish it?").await? {
    ///         Elicited::Accepted(Yes { yes: true }) => Ok("published"),
    ///         _ => Ok("kept"),
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// for version in [ProtocolVersion::LATEST, ProtocolVersion::LATEST_LEGACY] {
    ///     let server = server!().tools(tools![publish]);
    ///     # // What other examples have is linked into one program with this one.
    ///     # let server = server.prompts([]).resources([]).methods([]);
    ///     let client = TestClient::connect(server, version).await;
    ///     let client = client.answering(json!({ "elicitation": {} }), |method, params| {
    ///         assert_eq!((method, &params["message"]), ("elicitation/create", &json!("Publish it?")));
    ///         json!({ "action": "accept", "content": { "yes": true } })
    ///     });
    ///     client.await.call("publish", json!({})).await.assert_text("published");
    /// }
    /// # }
    /// ```
    #[must_use]
    pub async fn answering(
        mut self,
        capabilities: Value,
        answer: impl Fn(&str, &Value) -> Value + Send + Sync + 'static,
    ) -> Self {
        let answers = Some(Answers::new(answer));
        if !self.version.is_modern() {
            let server = Arc::clone(&self.server);
            let mut again = Self::open(server, self.version, capabilities, answers);
            again.meta = std::mem::take(&mut self.meta);
            again.introduce().await;
            return again;
        }
        if let (Value::Object(all), Value::Object(more)) = (&mut self.capabilities, capabilities) {
            all.extend(more);
        }
        self.answers = answers;
        self
    }

    /// Adds a member to the `_meta` of every further request.
    #[must_use]
    pub fn with_meta(mut self, key: &str, value: Value) -> Self {
        self.meta.insert(key.to_owned(), value);
        self
    }

    /// Declares that it can follow tasks, beside all else that it can do.
    #[must_use]
    pub fn with_tasks(mut self) -> Self {
        self.capabilities["extensions"][TASKS] = json!({});
        self
    }

    /// Calls a tool and waits for the outcome. A tool that becomes a task, which
    /// it does for a client [`with_tasks`](Self::with_tasks) alone, has come to
    /// [its id](Outcome::task_id).
    ///
    /// # Panics
    /// Where no answer comes, or structured content breaks the output schema.
    pub async fn call(&self, tool: &str, arguments: Value) -> Outcome {
        let params = json!({ "name": tool, "arguments": arguments });
        let outcome = Outcome::new(self.request("tools/call", params).await);
        if let Some(schema) = self.output_schemas.get(tool) {
            outcome.check_structured(schema);
        }
        outcome
    }

    /// Sends a tool call and returns without waiting. What it asks in rounds is
    /// its outcome.
    pub async fn start(&self, tool: &str, arguments: Value) -> InFlight {
        let params = json!({ "name": tool, "arguments": arguments });
        let (id, answer) = self.send_request("tools/call", params).await;
        InFlight { id, answer, output_schema: self.output_schemas.get(tool).cloned() }
    }

    /// Cancels a call that was started.
    pub async fn cancel(&self, call: &InFlight) {
        self.notify("notifications/cancelled", json!({ "requestId": call.id })).await;
    }

    /// Sends any request and returns the whole response.
    ///
    /// # Panics
    /// Where no answer comes.
    pub async fn request(&self, method: &str, params: Value) -> Value {
        let mut round = params.clone();
        loop {
            let (_, answer) = self.send_request(method, round).await;
            let response = within(answer).await;
            match self.next_round(&params, &response) {
                Some(next) => round = next,
                None => return response,
            }
        }
    }

    /// Sends a notification.
    pub async fn notify(&self, method: &str, params: Value) {
        let message = json!({ "jsonrpc": "2.0", "method": method, "params": params });
        self.send_line(&message.to_string()).await;
    }

    /// Sends a line as it is, for tests of what is not JSON-RPC.
    ///
    /// # Panics
    /// Where the server has closed the connection.
    pub async fn send_line(&self, line: &str) {
        let sent = self.writer.send(line).await;
        sent.unwrap_or_else(|error| panic!("the server closed the connection: {error}"));
    }

    /// Takes the notifications, and errors without an id, that came so far.
    pub fn take_unsolicited(&self) -> Vec<Value> {
        self.inbox.take_unsolicited()
    }

    async fn send_request(&self, method: &str, params: Value) -> (u64, oneshot::Receiver<Value>) {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let answer = self.inbox.expect(id);
        let params = self.with_metadata(params);
        let message = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        self.send_line(&message.to_string()).await;
        (id, answer)
    }

    fn with_metadata(&self, mut params: Value) -> Value {
        let mut meta = self.meta.clone();
        if self.version.is_modern() {
            meta.insert(meta_key::PROTOCOL_VERSION.to_owned(), self.version.as_str().into());
            meta.insert(meta_key::CLIENT_CAPABILITIES.to_owned(), self.capabilities.clone());
            meta.insert(
                meta_key::CLIENT_INFO.to_owned(),
                json!({ "name": "test-client", "version": env!("CARGO_PKG_VERSION") }),
            );
        }
        if let Value::Object(params) = &mut params
            && !meta.is_empty()
        {
            params.entry("_meta").or_insert(Value::Object(meta));
        }
        params
    }

    async fn initialize(&self) {
        let params = json!({
            "protocolVersion": self.version.as_str(),
            "capabilities": self.capabilities,
            "clientInfo": { "name": "test-client", "version": env!("CARGO_PKG_VERSION") },
        });
        let response = self.request("initialize", params).await;
        let agreed = &response["result"]["protocolVersion"];
        assert_eq!(agreed, self.version.as_str(), "the server did not agree: {response}");
        self.notify("notifications/initialized", json!({})).await;
    }
}

impl Drop for TestClient {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

/// A tool call whose answer has not been awaited.
#[derive(Debug)]
pub struct InFlight {
    id: u64,
    answer: oneshot::Receiver<Value>,
    output_schema: Option<Value>,
}

impl InFlight {
    /// Waits for the outcome.
    ///
    /// # Panics
    /// Where no answer comes, or structured content breaks the output schema.
    pub async fn outcome(self) -> Outcome {
        let outcome = Outcome::new(within(self.answer).await);
        if let Some(schema) = &self.output_schema {
            outcome.check_structured(schema);
        }
        outcome
    }

    /// Whether the answer has come.
    pub fn is_answered(&mut self) -> bool {
        !self.answer.is_empty()
    }
}

async fn within<T>(answer: impl Future<Output = Result<T, oneshot::error::RecvError>>) -> T {
    match tokio::time::timeout(PATIENCE, answer).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_closed)) => panic!("the server closed the connection without an answer"),
        Err(tokio::time::error::Elapsed { .. }) => panic!("no answer within {PATIENCE:?}"),
    }
}
