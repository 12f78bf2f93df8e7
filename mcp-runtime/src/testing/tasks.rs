use serde_json::{Value, json};

use super::client::PATIENCE;
use super::{Outcome, TestClient};

impl TestClient {
    /// How a task stands: the result of `tasks/get`.
    ///
    /// # Panics
    /// Where there is none of this id, or no answer comes.
    pub async fn task(&self, id: &str) -> Value {
        let mut response = self.request("tasks/get", json!({ "taskId": id })).await;
        assert!(response.get("result").is_some(), "there is no such task: {response}");
        response["result"].take()
    }

    /// Waits for a task's end, and returns what its call has come to. What it
    /// asks is [answered](Self::answering).
    ///
    /// # Panics
    /// Where it was cancelled, or does not end within ten seconds.
    pub async fn finished(&self, id: &str) -> Outcome {
        let ended = async {
            loop {
                let task = self.task(id).await;
                match task["status"].as_str() {
                    Some("completed") => return json!({ "result": task["result"] }),
                    Some("failed") => return json!({ "error": task["error"] }),
                    Some("input_required") => self.answer(&task).await,
                    Some("cancelled") => panic!("the task was cancelled: {task}"),
                    _ => tokio::task::yield_now().await,
                }
            }
        };
        let ended = tokio::time::timeout(PATIENCE, ended).await;
        Outcome::new(ended.unwrap_or_else(|_| panic!("the task did not end within {PATIENCE:?}")))
    }

    async fn answer(&self, task: &Value) {
        let Some(answers) = &self.answers else { return tokio::task::yield_now().await };
        let responses = answers.all(&task["inputRequests"]);
        let params = json!({ "taskId": task["taskId"], "inputResponses": responses });
        self.request("tasks/update", params).await;
    }
}
