use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Map, Value};

use super::IntoContent;
use crate::error::{CallError, IntoCallError};
use crate::protocol::content::{Content, Role};

/// One message of a prompt.
///
/// ```
/// use mcp_runtime::PromptMessage;
///
/// let example = [
///     PromptMessage::user("Translate: good morning"),
///     PromptMessage::assistant("Guten Morgen"),
/// ];
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PromptMessage {
    pub(crate) role: Role,
    pub(crate) content: Content,
}

impl PromptMessage {
    /// What the user says.
    pub fn user(content: impl IntoContent) -> Self {
        Self { role: Role::User, content: content.into_content() }
    }

    /// What the model says, such as the answer of an example.
    pub fn assistant(content: impl IntoContent) -> Self {
        Self { role: Role::Assistant, content: content.into_content() }
    }
}

/// A prompt's result: messages, and what they are for.
#[derive(Debug, Default)]
pub struct PromptOutput {
    pub(crate) description: Option<String>,
    pub(crate) messages: Vec<PromptMessage>,
    pub(crate) meta: Option<Map<String, Value>>,
}

impl PromptOutput {
    /// One without messages.
    pub fn new() -> Self {
        Self::default()
    }

    /// What the messages are for. Default: the prompt's own description.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Appends a message; what is not a [`PromptMessage`] is the user's.
    #[must_use]
    pub fn message(mut self, message: impl Into<PromptMessage>) -> Self {
        self.messages.push(message.into());
        self
    }

    /// Adds one member of the result's `_meta`.
    #[must_use]
    pub fn meta(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.meta.get_or_insert_default().insert(key.into(), value.into());
        self
    }

    /// Bytes of what it has to say, without the protocol around it.
    pub(crate) fn size(&self) -> usize {
        let messages: usize = self.messages.iter().map(|message| message.content.size()).sum();
        messages + self.description.as_ref().map_or(0, String::len)
    }
}

/// A type that a prompt can return.
///
/// Implemented for strings and [`Content`] (one message of the user's),
/// [`PromptMessage`], lists of these, [`PromptOutput`], and `Result` of any of
/// them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the result of a prompt",
    label = "not a prompt's result",
    note = "return a string, `Content`, `PromptMessage`, a `Vec` of one of these, `PromptOutput`, or a `Result` of one of these"
)]
pub trait IntoPromptOutput {
    /// Converts the value.
    ///
    /// # Errors
    /// The prompt's own failure.
    fn into_prompt_output(self) -> Result<PromptOutput, CallError>;
}

impl IntoPromptOutput for PromptOutput {
    fn into_prompt_output(self) -> Result<PromptOutput, CallError> {
        Ok(self)
    }
}

impl<T: Into<PromptMessage>> IntoPromptOutput for Vec<T> {
    fn into_prompt_output(self) -> Result<PromptOutput, CallError> {
        let messages = self.into_iter().map(Into::into).collect();
        Ok(PromptOutput { messages, ..PromptOutput::default() })
    }
}

impl<T: IntoPromptOutput, E: IntoCallError> IntoPromptOutput for Result<T, E> {
    fn into_prompt_output(self) -> Result<PromptOutput, CallError> {
        self.map_err(IntoCallError::into_call_error)?.into_prompt_output()
    }
}

impl IntoPromptOutput for PromptMessage {
    fn into_prompt_output(self) -> Result<PromptOutput, CallError> {
        Ok(PromptOutput::new().message(self))
    }
}

macro_rules! of_the_user {
    ($($ty:ty),*) => {$(
        impl From<$ty> for PromptMessage {
            fn from(content: $ty) -> Self {
                Self::user(content)
            }
        }

        impl IntoPromptOutput for $ty {
            fn into_prompt_output(self) -> Result<PromptOutput, CallError> {
                Ok(PromptOutput::new().message(self))
            }
        }
    )*};
}

of_the_user!(String, Box<str>, Cow<'static, str>, &'static str, Content);
