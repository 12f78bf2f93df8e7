//! Who may not use it learns nothing of it.

// As people write them: they own what they are given.
#![allow(clippy::needless_pass_by_value, clippy::unused_async)]

use mcp_runtime::prelude::*;
use mcp_runtime::testing::TestClient;
use serde_json::{Value, json};

use crate::{builder, completion, prompt, resource};

struct Names;

impl Authenticator for Names {
    async fn authenticate(&self, attempt: &Attempt) -> Result<Principal, Rejection> {
        let id = attempt.credential().expose();
        let principal = Principal::new("names", id);
        let scopes = (id == "alice").then_some("vault").into_iter().collect();
        Ok(principal.with_scopes(scopes))
    }
}

async fn whose(partial: String, principal: Principal) -> [String; 1] {
    [format!("{partial}{}", principal.id())]
}

/// Opens something.
#[mcp_prompt(auth = "vault")]
async fn open(
    #[arg(complete = ["gold", "silver"])] metal: String,
    #[arg(complete = whose)] owner: String,
) -> String {
    format!("Open the {metal} of {owner}.")
}

/// What is inside.
#[mcp_resource("vault://{metal}", auth = "vault")]
async fn inside(#[arg(complete = ["gold", "silver"])] metal: String) -> String {
    metal
}

async fn clients(caller: &str) -> [TestClient; 2] {
    let server = || builder().auth(Names).stdio_credential(caller);
    [TestClient::modern(server()).await, TestClient::legacy(server()).await]
}

/// A name in place of another in a message.
fn renamed(response: &Value, from: &str, to: &str) -> String {
    response["error"].to_string().replace(from, to)
}

#[tokio::test]
async fn whoever_may_not_use_it_is_told_what_everybody_is() {
    for client in clients("bob").await {
        for argument in ["metal", "owner", "nothing"] {
            let hidden = client.complete(prompt("open"), (argument, "g"), json!({})).await;
            let unknown = client.complete(prompt("nope"), (argument, "g"), json!({})).await;
            assert_eq!(hidden["error"]["code"], -32602);
            assert_eq!(renamed(&hidden, "open", "nope"), renamed(&unknown, "", ""));
        }
        for uri in ["vault://{metal}", "vault://gold"] {
            let hidden = client.complete(resource(uri), ("metal", "g"), json!({})).await;
            let unknown = client.complete(resource("nope://x"), ("metal", "g"), json!({})).await;
            assert_eq!(hidden["error"]["code"], -32602);
            assert_eq!(renamed(&hidden, uri, "nope://x"), renamed(&unknown, "", ""));
        }
    }
}

#[tokio::test]
async fn whoever_may_is_known_to_the_function() {
    for client in clients("alice").await {
        let response = client.complete(prompt("open"), ("metal", "g"), json!({})).await;
        assert_eq!(completion(&response)["values"], json!(["gold"]));
        let response = client.complete(prompt("open"), ("owner", "of "), json!({})).await;
        let values = completion(&response)["values"].to_string();
        assert!(values.contains("of ") && values.contains("alice"), "{values}");
        let response =
            client.complete(resource("vault://{metal}"), ("metal", "s"), json!({})).await;
        assert_eq!(completion(&response)["values"], json!(["silver"]));
    }
}
