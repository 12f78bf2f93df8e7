use std::process::Stdio;
use std::sync::{Arc, Mutex};

use rmcp::model::{
    CallToolRequestParams, ProgressNotificationParam, ProtocolVersion, ServerPeerInfo, Tool,
};
use rmcp::service::{ClientInitializeError, NotificationContext, RunningService};
use rmcp::transport::streamable_http_client::StreamableHttpClientTransportConfig;
use rmcp::transport::{StreamableHttpClientTransport, TokioChildProcess};
use rmcp::{ClientHandler, ClientLifecycleMode, ClientServiceExt, RoleClient, ServiceError};
use serde_json::Value;
use tokio::process::Command;

use crate::{Era, Server, Transport, Way};

/// A connection to a server.
#[derive(Debug)]
pub struct Client {
    running: RunningService<RoleClient, Watch>,
}

/// What a call returned.
#[derive(Debug)]
pub struct Answer {
    /// The first block's text.
    pub text: String,
    /// The structured content; null where there is none.
    pub structured: Value,
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

/// Notes the progress that it is told.
#[derive(Debug, Clone, Default)]
struct Watch(Arc<Mutex<Vec<f64>>>);

impl ClientHandler for Watch {
    async fn on_progress(
        &self,
        params: ProgressNotificationParam,
        _: NotificationContext<RoleClient>,
    ) {
        self.0.lock().expect("no test panics while it holds the lock").push(params.progress);
    }
}

impl Client {
    /// Connects and agrees on a revision.
    pub async fn connect(server: Server, way: Way) -> Self {
        Self::connect_with(server, way, None).await.expect("client and server agree")
    }

    /// The same with a token or key to show, where one is to be shown.
    pub async fn connect_with(
        server: Server,
        way: Way,
        credential: Option<&str>,
    ) -> Result<Self, ClientInitializeError> {
        let lifecycle = match way.era {
            Era::Initialize => ClientLifecycleMode::Initialize,
            Era::Discover => ClientLifecycleMode::Discover {
                preferred_versions: vec![ProtocolVersion::V_2026_07_28],
            },
        };
        let watch = Watch::default();
        let running = match way.transport {
            Transport::Stdio => {
                let mut command = Command::new(server.program());
                command.envs(credential.map(|credential| ("MCP_ACCESS_TOKEN", credential)));
                let (process, _) = TokioChildProcess::builder(command)
                    .stderr(Stdio::null())
                    .spawn()
                    .expect("the server's program starts");
                watch.serve_with_lifecycle(process, lifecycle).await
            }
            Transport::Http => {
                let mut config = StreamableHttpClientTransportConfig::with_uri(server.url());
                config.auth_header = credential.map(str::to_owned);
                let transport = StreamableHttpClientTransport::from_config(config);
                watch.serve_with_lifecycle(transport, lifecycle).await
            }
        };
        Ok(Self { running: running? })
    }

    /// The revision that both agreed on.
    pub fn revision(&self) -> String {
        self.peer_info().protocol_version.to_string()
    }

    /// The server's name.
    pub fn server_name(&self) -> String {
        self.peer_info().server_info.as_ref().expect("the server names itself").name.clone()
    }

    fn peer_info(&self) -> Arc<ServerPeerInfo> {
        self.running.peer().peer_info().expect("known once connected")
    }

    /// Its tools.
    pub async fn tools(&self) -> Vec<Tool> {
        self.running.list_all_tools().await.expect("tools/list is answered")
    }

    /// Calls a tool.
    pub async fn call(&self, name: &'static str, arguments: Value) -> Result<Answer, ServiceError> {
        let Value::Object(arguments) = arguments else { panic!("arguments are an object") };
        let result = self
            .running
            .call_tool(CallToolRequestParams::new(name).with_arguments(arguments))
            .await?;
        Ok(Answer {
            text: result
                .content
                .first()
                .and_then(|block| block.as_text())
                .map(|text| text.text.clone())
                .unwrap_or_default(),
            structured: result.structured_content.unwrap_or_default(),
            failed: result.is_error == Some(true),
        })
    }

    /// The progress reported so far.
    pub fn progress(&self) -> Vec<f64> {
        self.running.service().0.lock().expect("no test panics while it holds the lock").clone()
    }

    /// Says good-bye.
    pub async fn close(self) {
        self.running.cancel().await.expect("the connection ends in order");
    }
}
