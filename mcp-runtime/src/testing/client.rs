use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::io::{AsyncWriteExt as _, BufReader, DuplexStream, WriteHalf};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::Outcome;
use super::inbox::Inbox;
use crate::protocol::{ProtocolVersion, TASKS, meta_key};
use crate::server::{Server, ServerBuilder};

/// A client that talks to a server in the same process.
///
/// Its methods panic where a test should fail: a server that does not start,
/// an answer that does not come within ten seconds, structured content that
/// breaks the tool's own output schema.
pub struct TestClient {
    version: ProtocolVersion,
    writer: tokio::sync::Mutex<WriteHalf<DuplexStream>>,
    inbox: Arc<Inbox>,
    next_id: AtomicU64,
    capabilities: Value,
    meta: Map<String, Value>,
    output_schemas: HashMap<String, Value>,
    tasks: [JoinHandle<()>; 2],
}

const PATIENCE: Duration = Duration::from_secs(10);

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
        let (ours, theirs) = tokio::io::duplex(64 << 10);
        let (input, output) = tokio::io::split(theirs);
        let serving = tokio::spawn(async move {
            if let Err(error) = server.serve_stream(input, output).await {
                tracing::debug!(%error, "the test connection ended");
            }
        });
        let (reader, writer) = tokio::io::split(ours);
        let inbox = Arc::<Inbox>::default();
        let reading = tokio::spawn(Arc::clone(&inbox).read(BufReader::new(reader)));
        let mut client = Self {
            version,
            writer: writer.into(),
            inbox,
            next_id: AtomicU64::new(1),
            capabilities: json!({}),
            meta: Map::new(),
            output_schemas: HashMap::new(),
            tasks: [serving, reading],
        };
        if !version.is_modern() {
            client.initialize().await;
        }
        client.learn_schemas().await;
        client
    }

    /// Declares what the client can do, from the next request on. Older
    /// revisions declare it in the handshake, so there it has no effect.
    #[must_use]
    pub fn with_capabilities(mut self, capabilities: Value) -> Self {
        self.capabilities = capabilities;
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

    /// How a task stands: the result of `tasks/get`.
    ///
    /// # Panics
    /// Where there is none of this id, or no answer comes.
    pub async fn task(&self, id: &str) -> Value {
        let mut response = self.request("tasks/get", json!({ "taskId": id })).await;
        assert!(response.get("result").is_some(), "there is no such task: {response}");
        response["result"].take()
    }

    /// Waits for a task that needs nothing more from its client, and returns
    /// what its call has come to.
    ///
    /// # Panics
    /// Where it was cancelled, or does not end within ten seconds.
    pub async fn finished(&self, id: &str) -> Outcome {
        let ended = async {
            loop {
                let task = self.task(id).await;
                match task["status"].as_str() {
                    Some("completed") => return json!({ "result": task["result"] }),
                    Some("failed") => return json!({ "error": task["error"] }),
                    Some("cancelled") => panic!("the task was cancelled: {task}"),
                    _ => tokio::task::yield_now().await,
                }
            }
        };
        let ended = tokio::time::timeout(PATIENCE, ended).await;
        Outcome::new(ended.unwrap_or_else(|_| panic!("the task did not end within {PATIENCE:?}")))
    }

    /// Calls a tool and waits for the outcome. A tool that becomes a task, which
    /// it does for a client [`with_tasks`](Self::with_tasks) alone, has come to
    /// [its id](Outcome::task_id).
    ///
    /// # Panics
    /// Where no answer comes, or structured content breaks the output schema.
    pub async fn call(&self, tool: &str, arguments: Value) -> Outcome {
        self.start(tool, arguments).await.outcome().await
    }

    /// Sends a tool call and returns without waiting.
    pub async fn start(&self, tool: &str, arguments: Value) -> InFlight {
        let params = json!({ "name": tool, "arguments": arguments });
        let (id, answer) = self.send_request("tools/call", params).await;
        InFlight { id, answer, output_schema: self.output_schemas.get(tool).cloned() }
    }

    /// Cancels a call that was started.
    pub async fn cancel(&self, call: &InFlight) {
        self.notify("notifications/cancelled", json!({ "requestId": call.id })).await;
    }

    /// Gets a prompt and returns the whole response. Its arguments are strings.
    ///
    /// # Panics
    /// Where no answer comes.
    pub async fn get_prompt(&self, prompt: &str, arguments: Value) -> Value {
        self.request("prompts/get", json!({ "name": prompt, "arguments": arguments })).await
    }

    /// Reads a resource and returns the whole response.
    ///
    /// # Panics
    /// Where no answer comes.
    pub async fn read_resource(&self, uri: &str) -> Value {
        self.request("resources/read", json!({ "uri": uri })).await
    }

    /// Completes an argument that has a value so far, and returns the whole
    /// response. `given` are the values of others, where they are known.
    ///
    /// ```
    /// # use mcp_runtime::prelude::*;
    /// # use mcp_runtime::testing::TestClient;
    /// # use serde_json::json;
    /// /// Writes in a tone.
    /// #[mcp_prompt]
    /// async fn write(#[arg(complete = ["calm", "lively"])] tone: String) -> String {
    ///     format!("Write in a {tone} tone.")
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let server = server!().prompts(prompts![write]);
    /// # // What other examples have is linked into one program with this one.
    /// # let server = server.tools([]).resources([]).methods([]);
    /// let client = TestClient::modern(server).await;
    /// let prompt = json!({ "type": "ref/prompt", "name": "write" });
    /// let response = client.complete(prompt, ("tone", "li"), json!({})).await;
    /// assert_eq!(response["result"]["completion"]["values"], json!(["lively"]));
    /// # }
    /// ```
    ///
    /// # Panics
    /// Where no answer comes.
    pub async fn complete(
        &self,
        reference: Value,
        (argument, value): (&str, &str),
        given: Value,
    ) -> Value {
        let params = json!({
            "ref": reference,
            "argument": { "name": argument, "value": value },
            "context": { "arguments": given },
        });
        self.request("completion/complete", params).await
    }

    /// The server's tools, as `tools/list` shows them, all pages.
    ///
    /// # Panics
    /// Where the list is not answered.
    pub async fn list_tools(&self) -> Vec<Value> {
        self.list("tools/list", "tools").await
    }

    /// The same of its prompts.
    ///
    /// # Panics
    /// Where the list is not answered: the server has no prompts.
    pub async fn list_prompts(&self) -> Vec<Value> {
        self.list("prompts/list", "prompts").await
    }

    /// The same of its resources that have one URI each.
    ///
    /// # Panics
    /// Where the list is not answered: the server has no resources.
    pub async fn list_resources(&self) -> Vec<Value> {
        self.list("resources/list", "resources").await
    }

    /// The same of its templates of resources.
    ///
    /// # Panics
    /// Where the list is not answered: the server has no resources.
    pub async fn list_resource_templates(&self) -> Vec<Value> {
        self.list("resources/templates/list", "resourceTemplates").await
    }

    async fn list(&self, method: &str, member: &str) -> Vec<Value> {
        let mut all = Vec::new();
        let mut params = json!({});
        loop {
            let response = self.request(method, params).await;
            let Some(page) = response["result"][member].as_array() else {
                panic!("{method} failed: {response}");
            };
            all.extend(page.iter().cloned());
            match response["result"].get("nextCursor") {
                Some(cursor) => params = json!({ "cursor": cursor }),
                None => return all,
            }
        }
    }

    /// Sends any request and returns the whole response.
    ///
    /// # Panics
    /// Where no answer comes.
    pub async fn request(&self, method: &str, params: Value) -> Value {
        let (_, answer) = self.send_request(method, params).await;
        within(answer).await
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
        let mut writer = self.writer.lock().await;
        let sent = async {
            writer.write_all(line.as_bytes()).await?;
            writer.write_all(b"\n").await
        };
        sent.await.unwrap_or_else(|error| panic!("the server closed the connection: {error}"));
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

    async fn learn_schemas(&mut self) {
        for tool in self.list_tools().await {
            if let (Some(name), Some(schema)) = (tool["name"].as_str(), tool.get("outputSchema")) {
                self.output_schemas.insert(name.to_owned(), schema.clone());
            }
        }
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
