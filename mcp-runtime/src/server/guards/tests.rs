use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use super::reload;
use crate::dispatch::App;
use crate::policy::Sources;
use crate::protocol::ProtocolVersion;
use crate::testing::TestClient;
use crate::{mcp_tool, server, tools};

#[mcp_tool(crate = crate)]
async fn ash() {}

#[mcp_tool(crate = crate)]
async fn beech() {}

#[mcp_tool(crate = crate)]
async fn cedar() {}

#[mcp_tool(crate = crate)]
async fn elder() {}

/// A server of these tools, two on a page, whose operator switches them off
/// and on.
struct Forest {
    policy: PathBuf,
    app: Arc<App>,
    sources: Arc<Sources>,
    client: TestClient,
}

impl Forest {
    async fn new(version: ProtocolVersion) -> Self {
        // Tests run side by side.
        static FORESTS: AtomicUsize = AtomicUsize::new(0);
        let number = FORESTS.fetch_add(1, Ordering::Relaxed);
        let name = format!("forest-{}-{number}.toml", std::process::id());
        let policy = std::env::temp_dir().join(name);
        fs::write(&policy, "").unwrap();
        let builder = server!().tools(tools![ash, beech, cedar, elder]).page_size(2);
        let server = builder.policy(&policy).build().unwrap();
        let (app, sources) = (Arc::clone(&server.app), Arc::clone(&server.sources));
        let client = TestClient::serving(server, version).await;
        Self { policy, app, sources, client }
    }

    fn switch_off(&self, tools: &[&str]) {
        let off = |tool: &&str| format!("[tools.{tool}]\nenabled = false\n");
        fs::write(&self.policy, tools.iter().map(off).collect::<String>()).unwrap();
        reload(&self.app, &self.sources);
    }

    /// The names on a page, and the cursor to the next.
    async fn page(&self, cursor: &Value) -> (Vec<String>, Value) {
        let response = self.client.request("tools/list", json!({ "cursor": cursor })).await;
        let tools = response["result"]["tools"].as_array();
        let tools = tools.unwrap_or_else(|| panic!("not a page: {response}"));
        let names = tools.iter().filter_map(|tool| tool["name"].as_str()).map(str::to_owned);
        (names.collect(), response["result"]["nextCursor"].clone())
    }
}

impl Drop for Forest {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.policy);
    }
}

#[tokio::test]
async fn a_cursor_from_before_a_reload_leads_on_from_where_it_stood() {
    for version in [ProtocolVersion::LATEST, ProtocolVersion::LATEST_LEGACY] {
        let forest = Forest::new(version).await;
        let (names, cursor) = forest.page(&Value::Null).await;
        assert_eq!(names, ["ash", "beech"]);
        for (off, first, next) in [
            (&["beech"][..], &["ash", "cedar"][..], &["cedar", "elder"][..]),
            (&["ash"], &["beech", "cedar"], &["cedar", "elder"]),
            (&["ash", "beech", "cedar"], &["elder"], &["elder"]),
            (&["cedar", "elder"], &["ash", "beech"], &[]),
            (&[], &["ash", "beech"], &["cedar", "elder"]),
        ] {
            forest.switch_off(off);
            assert_eq!(forest.page(&Value::Null).await.0, first, "without {off:?}");
            assert_eq!(
                forest.page(&cursor).await,
                (names_of(next), Value::Null),
                "without {off:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_cursor_of_a_tool_that_is_gone_leads_on_behind_its_place() {
    use base64::Engine as _;
    let forest = Forest::new(ProtocolVersion::LATEST).await;
    for (gone, next) in
        [("aspen", &["beech", "cedar"][..]), ("birch", &["cedar", "elder"]), ("oak", &[])]
    {
        let cursor =
            base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(format!("after:{gone}"));
        assert_eq!(forest.page(&json!(cursor)).await.0, names_of(next), "{gone}");
    }
}

#[tokio::test]
async fn what_is_no_cursor_is_refused() {
    use base64::Engine as _;
    let forest = Forest::new(ProtocolVersion::LATEST).await;
    let encode = |text: &[u8]| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    for cursor in [
        json!(""),
        json!("after:ash"),
        json!(7),
        json!(encode(b"ash")),
        json!(encode(b"after:\xff")),
    ] {
        let response = forest.client.request("tools/list", json!({ "cursor": cursor })).await;
        assert_eq!(response["error"]["code"], -32602, "{cursor}");
    }
}

#[tokio::test]
async fn a_policy_that_offers_something_else_is_announced() {
    let changed = "notifications/tools/list_changed";
    for version in [ProtocolVersion::LATEST, ProtocolVersion::LATEST_LEGACY] {
        let forest = Forest::new(version).await;
        if version.is_modern() {
            let listen = json!({"jsonrpc": "2.0", "id": 777, "method": "subscriptions/listen",
                "params": {"notifications": {"toolsListChanged": true}, "_meta": {
                    "io.modelcontextprotocol/protocolVersion": version.as_str(),
                    "io.modelcontextprotocol/clientCapabilities": {}}}});
            forest.client.send_line(&listen.to_string()).await;
        }
        forest.page(&Value::Null).await;
        forest.client.take_unsolicited();
        for (off, announced) in [(&["beech"][..], 1), (&["beech"], 0), (&["ash"], 1), (&[], 1)] {
            forest.switch_off(off);
            // What was said before comes before the answer.
            tokio::task::yield_now().await;
            forest.page(&Value::Null).await;
            forest.page(&Value::Null).await;
            let told = forest.client.take_unsolicited();
            let told = told.iter().filter(|message| message["method"] == changed).count();
            assert_eq!(told, announced, "{version} {off:?}");
        }
    }
}

fn names_of(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}
