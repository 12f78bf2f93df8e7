use std::future::IntoFuture;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::Asking;
use super::question::Needs;
use crate::error::CallError;
use crate::handler::{Context, IntoContent};
use crate::protocol::content::{Content, Role};

/// A request to the client's model on its way; `.await` it.
#[derive(Debug)]
#[must_use = "nobody is asked before it is awaited"]
pub struct Sampling<'a> {
    ctx: &'a Context,
    key: Option<String>,
    messages: Vec<Message>,
    params: Map<String, Value>,
}

#[derive(Debug, Serialize)]
struct Message {
    role: Role,
    content: Content,
}

/// What the client's model said.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Sample {
    /// The model's name.
    pub model: String,
    /// One block, or several, as the client sent them.
    pub content: Value,
    /// Why it ended, such as `endTurn`.
    #[serde(default)]
    pub stop_reason: Option<String>,
}

impl Sample {
    /// The texts in it, in their order.
    pub fn text(&self) -> String {
        let one = std::slice::from_ref(&self.content);
        let blocks = self.content.as_array().map_or(one, Vec::as_slice);
        let texts = blocks.iter().filter_map(|block| block["text"].as_str());
        texts.collect::<Vec<_>>().join("\n")
    }
}

impl Context {
    /// Asks the client's model (specification 2026-07-28, client/sampling;
    /// deprecated there, and still served). `max_tokens` bounds its answer.
    ///
    /// # Errors
    /// The client has not declared `sampling`.
    pub fn sample(&self, prompt: impl IntoContent, max_tokens: u32) -> Sampling<'_> {
        let params = Map::from_iter([("maxTokens".to_owned(), json!(max_tokens))]);
        Sampling { ctx: self, key: None, messages: Vec::new(), params }.user(prompt)
    }
}

impl Sampling<'_> {
    /// Appends what the user says.
    pub fn user(mut self, content: impl IntoContent) -> Self {
        self.messages.push(Message { role: Role::User, content: content.into_content() });
        self
    }

    /// Appends what the model is to have said.
    pub fn assistant(mut self, content: impl IntoContent) -> Self {
        self.messages.push(Message { role: Role::Assistant, content: content.into_content() });
        self
    }

    /// What the model is told before all else.
    pub fn system(self, prompt: impl Into<String>) -> Self {
        self.param("systemPrompt", prompt.into())
    }

    /// Another parameter of `sampling/createMessage`, such as `temperature`,
    /// `stopSequences` or `modelPreferences`. With `tools` the client has to
    /// have declared `sampling.tools`.
    pub fn param(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.params.insert(name.into(), value.into());
        self
    }

    /// Names the question; see [`Elicit::key`](super::Elicit::key).
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }
}

impl<'a> IntoFuture for Sampling<'a> {
    type Output = Result<Sample, CallError>;
    type IntoFuture = Asking<'a, Sample>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { ctx, key, messages, mut params } = self;
        Box::pin(async move {
            params.insert("messages".to_owned(), json!(messages));
            let tools = params.contains_key("tools") || params.contains_key("toolChoice");
            let needs = if tools { Needs::SamplingTools } else { Needs::Sampling };
            let params = Value::Object(params);
            ctx.question(key.as_deref(), "sampling/createMessage", params, needs).await
        })
    }
}
