use std::process::Stdio;
use std::sync::Arc;

use rmcp::model::{
    CallToolRequestParams, CallToolResult, ClientRequest, CustomRequest, ProtocolVersion,
    ServerPeerInfo, ServerResult, Tool,
};
use rmcp::service::{ClientInitializeError, RunningService};
use rmcp::transport::streamable_http_client::StreamableHttpClientTransportConfig;
use rmcp::transport::{StreamableHttpClientTransport, TokioChildProcess};
use rmcp::{ClientLifecycleMode, ClientServiceExt, RoleClient, ServiceError};
use serde_json::{Value, json};
use tokio::process::Command;

use crate::{Door, Era, Heard, Server, Transport, User, Way};

/// A connection to a server.
#[derive(Debug)]
pub struct Client {
    running: RunningService<RoleClient, User>,
    process: Option<u32>,
}

/// What a call returned.
#[derive(Debug)]
pub struct Answer {
    /// The first block's text.
    pub text: String,
    /// The structured content; null where there is none.
    pub structured: Value,
    /// The result's `_meta`; null where there is none.
    pub meta: Value,
    /// Whether the tool failed.
    pub failed: bool,
}

impl Answer {
    /// The error object of a call that failed.
    pub fn facts(&self) -> Value {
        assert!(self.failed, "the call succeeded: {self:?}");
        assert_eq!(self.structured, Value::Null);
        serde_json::from_str(&self.text).expect("the first block is the error object")
    }
}

impl From<CallToolResult> for Answer {
    fn from(result: CallToolResult) -> Self {
        Self {
            text: result
                .content
                .first()
                .and_then(|block| block.as_text())
                .map(|text| text.text.clone())
                .unwrap_or_default(),
            structured: result.structured_content.unwrap_or_default(),
            meta: serde_json::to_value(result.meta).expect("it came as JSON"),
            failed: result.is_error == Some(true),
        }
    }
}

impl Client {
    /// Connects and agrees on a revision.
    pub async fn connect(server: Server, way: Way) -> Self {
        Self::connect_as(&server.into(), way, User::default()).await
    }

    /// The same with a token or key to show, where one is to be shown.
    pub async fn connect_with(
        server: Server,
        way: Way,
        credential: Option<&str>,
    ) -> Result<Self, ClientInitializeError> {
        Self::open(&server.into(), way, credential, User::default()).await
    }

    /// The same for somebody who answers and declares.
    pub async fn connect_as(door: &Door, way: Way, user: User) -> Self {
        Self::open(door, way, None, user).await.expect("client and server agree")
    }

    async fn open(
        door: &Door,
        way: Way,
        credential: Option<&str>,
        user: User,
    ) -> Result<Self, ClientInitializeError> {
        let lifecycle = match way.era {
            Era::Initialize => ClientLifecycleMode::Initialize,
            Era::Discover => ClientLifecycleMode::Discover {
                preferred_versions: vec![ProtocolVersion::V_2026_07_28],
            },
        };
        let mut process = None;
        let running = match way.transport {
            Transport::Stdio => {
                let mut command = Command::new(&door.program);
                command.envs(credential.map(|credential| ("MCP_ACCESS_TOKEN", credential)));
                command.envs(door.variables.iter().copied());
                let (child, _) = TokioChildProcess::builder(command)
                    .stderr(Stdio::null())
                    .spawn()
                    .expect("the server's program starts");
                process = child.id();
                user.serve_with_lifecycle(child, lifecycle).await
            }
            Transport::Http => {
                let mut config = StreamableHttpClientTransportConfig::with_uri(door.url.clone());
                config.auth_header = credential.map(str::to_owned);
                let transport = StreamableHttpClientTransport::from_config(config);
                user.serve_with_lifecycle(transport, lifecycle).await
            }
        };
        Ok(Self { running: running?, process })
    }

    /// The library's own client.
    pub fn own(&self) -> &RunningService<RoleClient, User> {
        &self.running
    }

    /// The server's process, on stdio.
    pub fn process(&self) -> Option<u32> {
        self.process
    }

    /// The revision that both agreed on.
    pub fn revision(&self) -> String {
        self.peer_info().protocol_version.to_string()
    }

    /// The server's name.
    pub fn server_name(&self) -> String {
        self.peer_info().server_info.as_ref().expect("the server names itself").name.clone()
    }

    /// What the server can do, as it said.
    pub fn capabilities(&self) -> Value {
        serde_json::to_value(&self.peer_info().capabilities).expect("it came as JSON")
    }

    fn peer_info(&self) -> Arc<ServerPeerInfo> {
        self.running.peer().peer_info().expect("known once connected")
    }

    /// Its tools.
    pub async fn tools(&self) -> Vec<Tool> {
        self.running.list_all_tools().await.expect("tools/list is answered")
    }

    /// Calls a tool.
    pub async fn call(&self, name: &str, arguments: Value) -> Result<Answer, ServiceError> {
        self.call_with(name, arguments, json!({})).await
    }

    /// Calls a tool, with this in the request's `_meta`.
    pub async fn call_with(
        &self,
        name: &str,
        arguments: Value,
        meta: Value,
    ) -> Result<Answer, ServiceError> {
        let params: CallToolRequestParams =
            serde_json::from_value(json!({ "name": name, "arguments": arguments, "_meta": meta }))
                .expect("these are parameters of a call");
        Ok(self.running.call_tool(params).await?.into())
    }

    /// Sends a request that the library has no words for.
    pub async fn request(&self, method: &str, params: Value) -> Result<Value, ServiceError> {
        let request = CustomRequest::new(method, Some(params));
        match self.running.send_request(ClientRequest::CustomRequest(request)).await? {
            ServerResult::CustomResult(result) => Ok(result.0),
            other => Ok(serde_json::to_value(other).expect("it came as JSON")),
        }
    }

    /// The progress reported so far.
    pub fn progress(&self) -> Vec<f64> {
        let heard = self.heard().into_iter();
        heard
            .filter_map(|heard| if let Heard::Progress(value) = heard { Some(value) } else { None })
            .collect()
    }

    /// All that the server told so far.
    pub fn heard(&self) -> Vec<Heard> {
        self.running.service().heard()
    }

    /// Says good-bye.
    pub async fn close(self) {
        self.running.cancel().await.expect("the connection ends in order");
    }
}
