// Sampling, roots and logging, which servers still use.
#![expect(deprecated, reason = "the library deprecates what the specification does")]

use std::sync::{Arc, Mutex};

use rmcp::model::{
    ClientConfig, CreateMessageRequestParams, CreateMessageResult, ElicitRequestParams,
    ElicitResult, ErrorCode, ErrorData, ListRootsResult, LoggingMessageNotificationParam,
    ProgressNotificationParam, ResourceUpdatedNotificationParam, Root, SamplingMessage,
};
use rmcp::service::{NotificationContext, RequestContext};
use rmcp::{ClientHandler, RoleClient};
use serde_json::{Value, json};

/// What a server told a client.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    /// The progress of a call.
    Progress(f64),
    /// A line of the log, by its level.
    Line(String),
    /// There are other `tools`, `prompts` or `resources`.
    List(&'static str),
    /// The resource at this URI holds something else.
    Updated(String),
}

/// Somebody who is asked through a client: a user, a model, and their folders.
#[derive(Debug, Clone, Default)]
pub struct User {
    /// What the client says of itself.
    pub capabilities: Value,
    /// What a user does with what is asked: `{ "action": .., "content": .. }`.
    pub elicited: Value,
    /// What the model says, where it may.
    pub says: Option<&'static str>,
    heard: Arc<Mutex<Vec<Heard>>>,
}

impl User {
    /// Somebody who can be asked everything, and says this to forms.
    pub fn who_says(elicited: Value) -> Self {
        let capabilities =
            json!({ "elicitation": { "form": {}, "url": {} }, "sampling": {}, "roots": {} });
        Self { capabilities, elicited, says: Some("Paris"), ..Self::default() }
    }

    /// The same, whose model must not answer.
    #[must_use]
    pub fn without_model(mut self) -> Self {
        self.says = None;
        self
    }

    /// Somebody whose client declares an extension.
    #[must_use]
    pub fn with_extension(mut self, name: &str, settings: &Value) -> Self {
        if self.capabilities.is_null() {
            self.capabilities = json!({});
        }
        self.capabilities["extensions"] = json!({ name: settings });
        self
    }

    pub(crate) fn heard(&self) -> Vec<Heard> {
        self.heard.lock().expect("no test panics while it holds the lock").clone()
    }

    fn hear(&self, heard: Heard) {
        self.heard.lock().expect("no test panics while it holds the lock").push(heard);
    }
}

impl ClientHandler for User {
    fn get_info(&self) -> ClientConfig {
        let mut config = ClientConfig::default();
        if !self.capabilities.is_null() {
            config.capabilities =
                serde_json::from_value(self.capabilities.clone()).expect("these are capabilities");
        }
        config
    }

    async fn create_elicitation(
        &self,
        _: ElicitRequestParams,
        _: RequestContext<RoleClient>,
    ) -> Result<ElicitResult, ErrorData> {
        Ok(serde_json::from_value(self.elicited.clone()).expect("this answers a question"))
    }

    async fn create_message(
        &self,
        _: CreateMessageRequestParams,
        _: RequestContext<RoleClient>,
    ) -> Result<CreateMessageResult, ErrorData> {
        let says = self.says.ok_or_else(|| {
            ErrorData::new(ErrorCode(-1), "User rejected the request".to_owned(), None)
        })?;
        Ok(CreateMessageResult::new(SamplingMessage::assistant_text(says), "m".to_owned()))
    }

    async fn list_roots(
        &self,
        _: RequestContext<RoleClient>,
    ) -> Result<ListRootsResult, ErrorData> {
        Ok(ListRootsResult::new(vec![Root::new("file:///a"), Root::new("file:///b")]))
    }

    async fn on_progress(
        &self,
        params: ProgressNotificationParam,
        _: NotificationContext<RoleClient>,
    ) {
        self.hear(Heard::Progress(params.progress));
    }

    async fn on_logging_message(
        &self,
        params: LoggingMessageNotificationParam,
        _: NotificationContext<RoleClient>,
    ) {
        let level = serde_json::to_value(params.level).expect("a level is a word");
        self.hear(Heard::Line(level.as_str().expect("a level is a word").to_owned()));
    }

    async fn on_resource_updated(
        &self,
        params: ResourceUpdatedNotificationParam,
        _: NotificationContext<RoleClient>,
    ) {
        self.hear(Heard::Updated(params.uri));
    }

    async fn on_tool_list_changed(&self, _: NotificationContext<RoleClient>) {
        self.hear(Heard::List("tools"));
    }

    async fn on_prompt_list_changed(&self, _: NotificationContext<RoleClient>) {
        self.hear(Heard::List("prompts"));
    }

    async fn on_resource_list_changed(&self, _: NotificationContext<RoleClient>) {
        self.hear(Heard::List("resources"));
    }
}
