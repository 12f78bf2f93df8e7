//! What a server offers beside its tools.

use serde_json::{Value, json};

use super::TestClient;

impl TestClient {
    /// Gets a prompt and returns the whole response. Its arguments are strings.
    ///
    /// # Panics
    /// Where no answer comes.
    pub async fn get_prompt(&self, prompt: &str, arguments: Value) -> Value {
        self.request("prompts/get", json!({ "name": prompt, "arguments": arguments })).await
    }

    /// Reads a resource and returns the whole response.
    ///
    /// # Panics
    /// Where no answer comes.
    pub async fn read_resource(&self, uri: &str) -> Value {
        self.request("resources/read", json!({ "uri": uri })).await
    }

    /// Completes an argument that has a value so far, and returns the whole
    /// response. `given` are the values of others, where they are known.
    ///
    /// ```
    /// # use mcp_runtime::prelude::*;
    /// # use mcp_runtime::testing::TestClient;
    /// # use serde_json::json;
    /// /// Writes in a tone.
    /// #[mcp_prompt]
    /// async fn write(#[arg(complete = ["calm", "lively"])] tone: String) -> String {
    ///     format!("Write in a {tone} tone.")
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let server = server!().prompts(prompts![write]);
    /// # // What other examples have is linked into one program with this one.
    /// # let server = server.tools([]).resources([]).methods([]);
    /// let client = TestClient::modern(server).await;
    /// let prompt = json!({ "type": "ref/prompt", "name": "write" });
    /// let response = client.complete(prompt, ("tone", "li"), json!({})).await;
    /// assert_eq!(response["result"]["completion"]["values"], json!(["lively"]));
    /// # }
    /// ```
    ///
    /// # Panics
    /// Where no answer comes.
    pub async fn complete(
        &self,
        reference: Value,
        (argument, value): (&str, &str),
        given: Value,
    ) -> Value {
        let params = json!({
            "ref": reference,
            "argument": { "name": argument, "value": value },
            "context": { "arguments": given },
        });
        self.request("completion/complete", params).await
    }

    /// The server's tools, as `tools/list` shows them, all pages.
    ///
    /// # Panics
    /// Where the list is not answered.
    pub async fn list_tools(&self) -> Vec<Value> {
        self.list("tools/list", "tools").await
    }

    /// The same of its prompts.
    ///
    /// # Panics
    /// Where the list is not answered: the server has no prompts.
    pub async fn list_prompts(&self) -> Vec<Value> {
        self.list("prompts/list", "prompts").await
    }

    /// The same of its resources that have one URI each.
    ///
    /// # Panics
    /// Where the list is not answered: the server has no resources.
    pub async fn list_resources(&self) -> Vec<Value> {
        self.list("resources/list", "resources").await
    }

    /// The same of its templates of resources.
    ///
    /// # Panics
    /// Where the list is not answered: the server has no resources.
    pub async fn list_resource_templates(&self) -> Vec<Value> {
        self.list("resources/templates/list", "resourceTemplates").await
    }

    async fn list(&self, method: &str, member: &str) -> Vec<Value> {
        let mut all = Vec::new();
        let mut params = json!({});
        loop {
            let response = self.request(method, params).await;
            let Some(page) = response["result"][member].as_array() else {
                panic!("{method} failed: {response}");
            };
            all.extend(page.iter().cloned());
            match response["result"].get("nextCursor") {
                Some(cursor) => params = json!({ "cursor": cursor }),
                None => return all,
            }
        }
    }
}
