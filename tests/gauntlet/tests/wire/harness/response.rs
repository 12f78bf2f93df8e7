use serde_json::{Value, json};

use super::http::{answer, header};

/// What came back.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(super) head: String,
    pub(super) body: String,
    /// Of the request.
    pub(super) id: Option<String>,
}

impl Response {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        header(&self.head, name)
    }

    /// The JSON-RPC response, which has to be of this request.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        let response = answer(&self.head, &self.body).response;
        if let Some(id) = &self.id {
            assert_eq!((&response["jsonrpc"], &response["id"]), (&json!("2.0"), &json!(id)));
        }
        response
    }

    /// What a tool said.
    #[track_caller]
    pub(crate) fn text(&self) -> String {
        assert_eq!(self.status, 200, "{self:?}");
        let response = self.json();
        assert!(response["result"]["isError"] != true, "{response}");
        response["result"]["content"][0]["text"].as_str().expect("a text").to_owned()
    }

    /// The error object of a refusal with this status and this challenge. It
    /// has all that clients need to go on.
    #[track_caller]
    pub(crate) fn refusal(&self, status: u16, challenge: Option<&str>) -> Value {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.header("www-authenticate"), challenge, "{self:?}");
        assert_eq!(self.header("cache-control"), Some("no-store"), "{self:?}");
        assert_eq!(self.header("content-type"), Some("application/json"), "{self:?}");
        let error = self.json()["error"].clone();
        let data = &error["data"];
        assert!(error["message"].as_str().is_some_and(|text| !text.is_empty()), "{self:?}");
        assert!(data["action"].as_str().is_some_and(|text| !text.is_empty()), "{self:?}");
        assert_eq!(data["retryable"], data["retryAfter"].is_number(), "{self:?}");
        data.clone()
    }

    /// Everything, to look for what must not be in it.
    pub(crate) fn whole(&self) -> String {
        format!("{}\n{}", self.head, self.body)
    }
}
