use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::schema::Validator;

/// What a tool call came to, with assertions that show the whole answer when
/// they fail.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    response: Value,
    /// The error object of a failed call, parsed from its text block.
    error: Option<Value>,
}

impl Outcome {
    pub(super) fn new(response: Value) -> Self {
        let result = &response["result"];
        let error = (result["isError"] == true)
            .then(|| result["content"][0]["text"].as_str())
            .flatten()
            .map(|text| serde_json::from_str(text).unwrap_or_else(|_| text.into()));
        Self { response, error }
    }

    /// The whole JSON-RPC response.
    pub fn response(&self) -> &Value {
        &self.response
    }

    /// The content blocks.
    pub fn content(&self) -> &[Value] {
        self.response["result"]["content"].as_array().map_or(&[], Vec::as_slice)
    }

    /// The text of the first content block.
    pub fn text(&self) -> Option<&str> {
        self.content().first()?["text"].as_str()
    }

    /// The structured content.
    pub fn structured(&self) -> Option<&Value> {
        self.response["result"].get("structuredContent")
    }

    /// The structured content as a `T`.
    ///
    /// # Panics
    /// Where there is none, or it is not a `T`.
    #[track_caller]
    pub fn structured_as<T: DeserializeOwned>(&self) -> T {
        let value = self.structured().unwrap_or_else(|| self.fail("no structured content"));
        T::deserialize(value).unwrap_or_else(|error| self.fail(&error.to_string()))
    }

    /// The id of the task that the call has become.
    pub fn task_id(&self) -> Option<&str> {
        let result = &self.response["result"];
        (result["resultType"] == "task").then(|| result["taskId"].as_str())?
    }

    /// The error object of a failed call.
    pub fn error(&self) -> Option<&Value> {
        self.error.as_ref()
    }

    /// The call succeeded.
    ///
    /// # Panics
    /// Where it did not.
    #[track_caller]
    pub fn assert_ok(&self) -> &Self {
        if self.error.is_some() || self.response.get("result").is_none() {
            self.fail("the call failed");
        }
        self
    }

    /// The call succeeded, and its first content block is this text.
    ///
    /// # Panics
    /// Where it is not.
    #[track_caller]
    pub fn assert_text(&self, expected: &str) -> &Self {
        self.assert_ok();
        if self.text() != Some(expected) {
            self.fail(&format!("the text is not {expected:?}"));
        }
        self
    }

    /// The call succeeded, and this is its structured content.
    ///
    /// # Panics
    /// Where it is not.
    #[track_caller]
    #[allow(clippy::needless_pass_by_value)] // takes `json!({..})` as written
    pub fn assert_structured(&self, expected: Value) -> &Self {
        self.assert_ok();
        if self.structured() != Some(&expected) {
            self.fail(&format!("the structured content is not {expected}"));
        }
        self
    }

    /// The call failed with this code; returns the error object.
    ///
    /// # Panics
    /// Where it did not.
    #[track_caller]
    pub fn assert_error(&self, code: &str) -> &Value {
        match &self.error {
            Some(error) if error["error"] == code => error,
            _ => self.fail(&format!("the call did not fail with {code}")),
        }
    }

    #[track_caller]
    pub(super) fn check_structured(&self, schema: &Value) {
        let Some(structured) = self.structured() else { return };
        let validator = Validator::compile(schema)
            .unwrap_or_else(|error| self.fail(&format!("the output schema is wrong: {error}")));
        let violations = validator.validate(structured);
        if !violations.is_empty() {
            self.fail(&format!("the structured content breaks its schema: {violations:#?}"));
        }
    }

    #[track_caller]
    fn fail(&self, reason: &str) -> ! {
        panic!("{reason}; the answer was {:#}", self.response)
    }
}
