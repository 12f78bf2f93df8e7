use serde_json::Value;

/// What came back for one request.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The JSON-RPC response.
    pub(crate) response: Value,
    /// The notifications that came before it.
    pub(crate) notifications: Vec<Value>,
}

impl Answer {
    /// The text of a call that succeeded.
    #[track_caller]
    pub(crate) fn text(&self) -> &str {
        assert!(self.response["result"]["isError"] != true, "the call failed: {self:?}");
        self.first_text()
    }

    /// The error object of a call that failed with this code, after a look at
    /// what every such object must have.
    #[track_caller]
    pub(crate) fn error(&self, code: &str) -> Value {
        assert!(self.response["result"]["isError"] == true, "the call did not fail: {self:?}");
        let error: Value = serde_json::from_str(self.first_text())
            .unwrap_or_else(|_| panic!("no error object: {self:?}"));
        assert_eq!(error["error"], code, "{error}");
        assert!(error["message"].as_str().is_some_and(|text| !text.is_empty()), "{error}");
        assert!(error["requestId"].as_str().is_some_and(|id| id.len() == 16), "{error}");
        assert!(error["tool"].is_string() && error["retryable"].is_boolean(), "{error}");
        assert!(self.response["result"].get("structuredContent").is_none(), "{self:?}");
        error
    }

    /// `OK`, or the code of the error.
    #[track_caller]
    pub(crate) fn outcome(&self) -> String {
        if self.response["result"]["isError"] != true {
            return "OK".to_owned();
        }
        let error: Value = serde_json::from_str(self.first_text()).unwrap_or_default();
        error["error"].as_str().unwrap_or_else(|| panic!("no code: {self:?}")).to_owned()
    }

    /// A refusal, which must say when to come back and what to do until then.
    #[track_caller]
    pub(crate) fn refusal(&self, code: &str) -> Value {
        let error = self.error(code);
        assert_eq!(error["retryable"], true, "{error}");
        assert!(error["retryAfter"].as_f64().is_some_and(|wait| wait > 0.0), "{error}");
        assert!(error["action"].as_str().is_some_and(|text| !text.is_empty()), "{error}");
        error
    }

    #[track_caller]
    fn first_text(&self) -> &str {
        let text = self.response["result"]["content"][0]["text"].as_str();
        text.unwrap_or_else(|| panic!("no text: {self:?}"))
    }
}
