//! What a client answers when it is asked.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::TestClient;

type Answer = dyn Fn(&str, &Value) -> Value + Send + Sync;

#[derive(Clone)]
pub(super) struct Answers(Arc<Answer>);

impl Answers {
    pub(super) fn new(answer: impl Fn(&str, &Value) -> Value + Send + Sync + 'static) -> Self {
        Self(Arc::new(answer))
    }

    fn result(&self, question: &Value) -> Value {
        let method = question["method"].as_str();
        let method = method.unwrap_or_else(|| panic!("this asks nothing: {question}"));
        (self.0)(method, &question["params"])
    }

    /// The response to a request of the server.
    pub(super) fn response(&self, request: &Value) -> Value {
        json!({ "jsonrpc": "2.0", "id": request["id"], "result": self.result(request) })
    }

    /// Answers to `inputRequests`, by their keys.
    pub(super) fn all(&self, questions: &Value) -> Value {
        let questions = questions.as_object().into_iter().flatten();
        let answers = questions.map(|(key, question)| (key.clone(), self.result(question)));
        answers.collect::<Map<_, _>>().into()
    }
}

impl TestClient {
    /// The params of the request that brings the answers, where they are asked
    /// for and there is somebody to give them.
    pub(super) fn next_round(&self, first: &Value, response: &Value) -> Option<Value> {
        let (answers, result) = (self.answers.as_ref()?, &response["result"]);
        if result["resultType"] != "input_required" {
            return None;
        }
        let mut next = first.clone();
        next["inputResponses"] = answers.all(&result["inputRequests"]);
        if let Some(state) = result.get("requestState") {
            next["requestState"] = state.clone();
        }
        Some(next)
    }
}
