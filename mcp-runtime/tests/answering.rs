//! A test client that answers what it is asked, in both eras.

use std::sync::{Arc, Mutex};

use mcp_runtime::ProtocolVersion;
use mcp_runtime::prelude::*;
use mcp_runtime::testing::{TestClient, json};
use serde_json::Value;

#[mcp_type]
struct Name {
    name: String,
}

async fn name(ctx: &Context) -> Result<String, CallError> {
    match ctx.elicit::<Name>("Who?").await? {
        Elicited::Accepted(Name { name }) => Ok(name),
        _ => Ok("nobody".to_owned()),
    }
}

/// Asks everybody.
#[mcp_tool]
async fn ask(ctx: Context) -> Result<Json<Vec<String>>, CallError> {
    let (name, roots) = tokio::join!(name(&ctx), ctx.roots());
    let sampled = ctx.sample("Say it.", 10).await?;
    let said = sampled.text();
    let root = roots?.first().map(|root| root.uri.clone()).unwrap_or_default();
    Ok(Json(vec![name?, root, said]))
}

/// Asks a while later.
#[mcp_tool(task)]
async fn later(ctx: Context) -> Result<String, CallError> {
    tokio::task::yield_now().await;
    Ok(format!("{}, later", name(&ctx).await?))
}

/// Greets.
#[mcp_prompt]
async fn greeting(ctx: Context) -> Result<String, CallError> {
    Ok(format!("Greet {}.", name(&ctx).await?))
}

/// Says whose it is.
#[mcp_resource("test://owner")]
async fn owner(ctx: Context) -> Result<String, CallError> {
    name(&ctx).await
}

fn answer(method: &str, params: &Value) -> Value {
    match method {
        "elicitation/create" => {
            assert_eq!(params["message"], "Who?");
            json!({ "action": "accept", "content": { "name": "Ann" } })
        }
        "roots/list" => json!({ "roots": [{ "uri": "file:///work" }] }),
        "sampling/createMessage" => json!({
            "role": "assistant", "model": "m", "content": { "type": "text", "text": "it" },
        }),
        other => panic!("{other} was not to be asked"),
    }
}

fn capabilities() -> Value {
    json!({ "elicitation": {}, "sampling": {}, "roots": {} })
}

#[tokio::test]
async fn everything_that_may_ask_is_answered() {
    for version in
        [ProtocolVersion::V2026_07_28, ProtocolVersion::V2025_11_25, ProtocolVersion::V2025_06_18]
    {
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let noted = Arc::clone(&asked);
        let client = TestClient::connect(server!(), version).await;
        let client = client.answering(capabilities(), move |method, params| {
            noted.lock().unwrap().push(method.to_owned());
            answer(method, params)
        });
        let client = client.await;
        let outcome = client.call("ask", json!({})).await;
        outcome.assert_ok();
        assert_eq!(outcome.text().unwrap().replace(' ', ""), r#"["Ann","file:///work","it"]"#);
        let mut all = std::mem::take(&mut *asked.lock().unwrap());
        assert_eq!(all.pop().as_deref(), Some("sampling/createMessage"), "last, and once");
        all.sort_unstable();
        assert_eq!(all, ["elicitation/create", "roots/list"]);

        let prompt = client.get_prompt("greeting", json!({})).await;
        assert_eq!(prompt["result"]["messages"][0]["content"]["text"], "Greet Ann.");
        let resource = client.read_resource("test://owner").await;
        assert_eq!(resource["result"]["contents"][0]["text"], "Ann");
        client.call("later", json!({})).await.assert_text("Ann, later");
    }
}

#[tokio::test]
async fn a_task_is_answered_while_its_end_is_waited_for() {
    let client = TestClient::modern(server!()).await.with_tasks();
    let client = client.answering(json!({ "elicitation": {} }), answer).await;
    let call = client.call("later", json!({})).await;
    let id = call.task_id().expect("a client with tasks stays one");
    client.finished(id).await.assert_text("Ann, later");
}

#[tokio::test]
async fn who_answers_nothing_sees_what_is_asked() {
    let client = TestClient::modern(server!()).await.with_capabilities(capabilities());
    let outcome = client.call("ask", json!({})).await;
    assert_eq!(outcome.response()["result"]["resultType"], "input_required");
}
