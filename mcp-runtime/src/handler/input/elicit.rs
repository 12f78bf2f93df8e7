use std::future::IntoFuture;
use std::marker::PhantomData;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Asking;
use super::form::Form;
use super::question::Needs;
use super::requests::hex;
use crate::error::{CallError, code};
use crate::handler::Context;
use crate::handler::rejections::Rejections;
use crate::protocol::ProtocolVersion;

/// What became of a question to the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Elicited<T> {
    /// The user filled the form in, or went on.
    Accepted(T),
    /// The user said no.
    Declined,
    /// The user closed it without an answer.
    Cancelled,
}

impl<T> Elicited<T> {
    /// What was filled in, if anything was.
    pub fn accepted(self) -> Option<T> {
        if let Self::Accepted(value) = self { Some(value) } else { None }
    }
}

/// A form on its way to the user; `.await` it.
#[derive(Debug)]
#[must_use = "nobody is asked before it is awaited"]
pub struct Elicit<'a, T> {
    ctx: &'a Context,
    message: String,
    key: Option<String>,
    form: PhantomData<fn() -> T>,
}

/// A visit to a URL on its way to the user; `.await` it.
#[derive(Debug)]
#[must_use = "nobody is asked before it is awaited"]
pub struct ElicitUrl<'a> {
    ctx: &'a Context,
    message: String,
    url: String,
    key: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Action {
    Accept,
    Decline,
    Cancel,
}

#[derive(Deserialize)]
struct Answer {
    action: Action,
    content: Option<Value>,
}

impl Context {
    /// Asks the user to fill in a form made of `T`'s schema: a struct of
    /// strings, numbers, `bool`, enums of words and lists of these
    /// (specification 2026-07-28, client/elicitation). Defaults of serde are
    /// shown in it.
    ///
    /// Never ask for passwords or keys this way: use [`elicit_url`](Self::elicit_url).
    /// In revision 2026-07-28 the function runs again from its beginning once
    /// there is an answer; see [`step`](Self::step). Several questions of one
    /// round are asked together where they are awaited together, as with
    /// `tokio::join!`. In older revisions it goes on where it waits.
    ///
    /// # Errors
    /// The client has not declared `elicitation`, or answered with something
    /// else; in older revisions also that it does not answer, or with an error.
    pub fn elicit<T: DeserializeOwned + JsonSchema>(
        &self,
        message: impl Into<String>,
    ) -> Elicit<'_, T> {
        Elicit { ctx: self, message: message.into(), key: None, form: PhantomData }
    }

    /// Asks the user to visit a URL, for what must not pass through the client.
    /// `Accepted` means that the user agreed to go there, not that all is done.
    ///
    /// # Errors
    /// The client has not declared `elicitation.url`.
    pub fn elicit_url(&self, message: impl Into<String>, url: impl Into<String>) -> ElicitUrl<'_> {
        ElicitUrl { ctx: self, message: message.into(), url: url.into(), key: None }
    }
}

impl<T> Elicit<'_, T> {
    /// Names the question, where the order in which a function asks may differ
    /// from run to run. Default: by that order.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }
}

impl ElicitUrl<'_> {
    /// Names the question; see [`Elicit::key`].
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }
}

impl<'a, T: DeserializeOwned + JsonSchema + 'a> IntoFuture for Elicit<'a, T> {
    type Output = Result<Elicited<T>, CallError>;
    type IntoFuture = Asking<'a, Elicited<T>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { ctx, message, key, .. } = self;
        Box::pin(async move {
            let form = Form::of::<T>().map_err(CallError::internal)?;
            let version = ctx.protocol_version();
            let schema = form.schema_of(version);
            let mut params = json!({ "message": message, "requestedSchema": schema });
            if version > ProtocolVersion::V2025_06_18 {
                params["mode"] = "form".into();
            }
            let answer: Answer =
                ctx.question(key.as_deref(), "elicitation/create", params, Needs::Form).await?;
            answer.into_elicited(|content| {
                let content = content.unwrap_or_else(|| json!({}));
                let violations = form.violations(&content);
                if !violations.is_empty() {
                    let mut rejections = Rejections::default();
                    rejections.extend("/content", violations);
                    return Err(rejections.into_error(ctx.kind(), &[]));
                }
                serde_json::from_value(content).map_err(|error| {
                    CallError::new(code::INVALID_INPUT, format!("the form cannot be read: {error}"))
                        .action("Ask the user again.")
                })
            })
        })
    }
}

impl<'a> IntoFuture for ElicitUrl<'a> {
    type Output = Result<Elicited<()>, CallError>;
    type IntoFuture = Asking<'a, Elicited<()>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { ctx, message, url, key } = self;
        Box::pin(async move {
            let mut params = json!({ "mode": "url", "message": message, "url": url });
            if !ctx.protocol_version().is_modern() {
                // 2025-11-25 demands one; it is only ever compared.
                let mut id = [0; 16];
                getrandom::fill(&mut id).map_err(CallError::internal)?;
                params["elicitationId"] = hex(&id).into();
            }
            let answer: Answer =
                ctx.question(key.as_deref(), "elicitation/create", params, Needs::Url).await?;
            answer.into_elicited(|_| Ok(()))
        })
    }
}

impl Answer {
    fn into_elicited<T>(
        self,
        read: impl FnOnce(Option<Value>) -> Result<T, CallError>,
    ) -> Result<Elicited<T>, CallError> {
        Ok(match self.action {
            Action::Accept => Elicited::Accepted(read(self.content)?),
            Action::Decline => Elicited::Declined,
            Action::Cancel => Elicited::Cancelled,
        })
    }
}
