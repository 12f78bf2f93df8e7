//! Scopes and the policy hold for what comes later, too.

use std::fs;

use mcp_runtime::prelude::*;
use mcp_runtime::testing::TestClient;
use mcp_runtime::{DynamicGuards, Registrar, ServerBuilder};
use serde_json::json;

use crate::support::{Request, Running};
use crate::{both, empty, names, prompts, reads, says};

struct Names;

impl Authenticator for Names {
    async fn authenticate(&self, attempt: &Attempt) -> Result<Principal, Rejection> {
        let id = attempt.credential().expose();
        let scopes = (id == "alice").then_some("vault").into_iter().collect();
        Ok(Principal::new("names", id).with_scopes(scopes))
    }
}

fn server(caller: &str) -> ServerBuilder {
    empty().auth(Names).stdio_credential(caller)
}

fn add(registrar: &Registrar) {
    registrar.add_tool(says("open", "open")).unwrap();
    let vault = DynamicGuards::new().auth(["vault"]);
    registrar.add_tool(says("vault", "gold").guards(vault.clone())).unwrap();
    registrar.add_prompt(prompts("vault", "gold").guards(vault)).unwrap();
}

#[tokio::test]
async fn lists_show_what_their_caller_may_use() {
    for (caller, shown) in [("alice", true), ("bob", false)] {
        for (client, registrar) in both(|| server(caller)).await {
            add(&registrar);
            let tools = client.list_tools().await;
            assert_eq!(names(&tools).contains(&"vault"), shown, "{caller}");
            assert_eq!(client.list_prompts().await.is_empty(), !shown, "{caller}");
            let outcome = client.call("vault", json!({})).await;
            let refused = outcome.error().map(|error| error["error"].clone());
            assert_eq!(refused.is_none(), shown, "{caller}: {refused:?}");
        }
    }
}

/// Whoever may not read what a template stands for learns nothing of it by URIs
/// that it refuses.
#[tokio::test]
async fn who_may_read_is_judged_before_what() {
    let mut registrar = None;
    let server = Running::start_with(|server| {
        registrar = Some(server.registrar());
        server.auth(Names).tools([]).prompts([]).resources([])
    })
    .await;
    let vault = DynamicGuards::new().auth(["vault"]);
    let resource = reads("vault", "vault://{drawer}", "gold").guards(vault);
    registrar.unwrap().add_resource(resource).unwrap();
    let uri = "vault://..%2Fsafe"; // leads out of what the template stands for
    for named in [uri, "=?base64?dmF1bHQ6Ly8uLiUyRnNhZmU=?="] {
        for (caller, status, told) in [("bob", 403, "FORBIDDEN"), ("alice", 200, "INVALID_INPUT")] {
            let request = Request::modern("resources/read", json!({ "uri": uri }))
                .header("Mcp-Name", named)
                .header("Authorization", &format!("Bearer {caller}"));
            let response = server.send(&request).await;
            let error = &response.json()["error"];
            assert_eq!((response.status, &error["data"]["error"]), (status, &json!(told)));
            assert_eq!(error.to_string().contains("drawer"), caller == "alice", "{error}");
        }
    }
}

#[cfg(feature = "policy")]
#[tokio::test]
async fn the_policy_waits_for_what_has_the_name() {
    let path = std::env::temp_dir().join(format!("dynamic-{}.toml", std::process::id()));
    let policy = "[tools.later]\nrate = \"1/day\"\n\n[prompts.never]\nenabled = false\n\n\
                  [tools.wrong]\nrate = \"1/day per argument x\"\n";
    fs::write(&path, policy).unwrap();
    for modern in [true, false] {
        let builder = empty().policy(&path);
        let registrar = builder.registrar();
        let client = if modern {
            TestClient::modern(builder).await
        } else {
            TestClient::legacy(builder).await
        };
        registrar.add_tool(says("later", "once")).unwrap();
        registrar.add_tool(says("free", "often")).unwrap();
        assert_eq!(client.call("later", json!({})).await.text(), Some("once"));
        let refused = client.call("later", json!({})).await;
        assert_eq!(refused.error().unwrap()["error"], "RATE_LIMITED");
        for _ in 0..2 {
            assert_eq!(client.call("free", json!({})).await.text(), Some("often"));
        }
        registrar.add_prompt(prompts("never", "")).unwrap();
        assert!(client.list_prompts().await.is_empty());
        let wrong = registrar.add_tool(says("wrong", "")).unwrap_err().to_string();
        assert!(wrong.contains("no argument `x`"), "{wrong}");
    }
    fs::remove_file(path).unwrap();
}
