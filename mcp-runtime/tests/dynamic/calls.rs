//! What was added at run time is called as anything else is.

use std::sync::{Arc, Mutex};

use mcp_runtime::prelude::*;
use mcp_runtime::testing::TestClient;
use mcp_runtime::{DynamicGuards, DynamicPrompt, DynamicResource, DynamicTool, Kind, Usage};
use serde_json::json;
use tokio::sync::Semaphore;

use crate::{both, empty, says, spare};

fn weather() -> DynamicTool {
    DynamicTool::new("weather", |arguments, ctx| async move {
        let city = arguments["city"].as_str().unwrap_or_default().to_owned();
        match &*city {
            "panic" => panic!("it was told to"),
            "busy" => Err(CallError::new("BUSY", "it is busy").retryable()),
            "odd" => ToolOutput::new().structured(&json!({ "degrees": "many" })),
            "none" => Ok(ToolOutput::new().content("nothing")),
            _ => ToolOutput::new().structured(&json!({ "degrees": city.len(), "by": ctx.name() })),
        }
    })
    .title("Weather")
    .description("Says how warm it is.")
    .meta(json!({ "team": "sky" }).as_object().unwrap().clone())
    .icons(vec![json!({ "src": "https://example.com/sun.png" })])
    .read_only(true)
    .input_schema(json!({
        "type": "object",
        "properties": { "city": { "type": "string", "minLength": 2 } },
        "required": ["city"],
        "additionalProperties": false,
    }))
    .output_schema(json!({
        "type": "object",
        "properties": { "degrees": { "type": "integer" }, "by": { "type": "string" } },
        "required": ["degrees"],
    }))
}

#[tokio::test]
async fn its_schemas_are_enforced_and_listed() {
    for (client, registrar) in both(empty).await {
        registrar.add_tool(weather()).unwrap();
        let entry = client.list_tools().await[0].clone();
        assert_eq!(entry["name"], "weather");
        assert_eq!(entry["title"], "Weather");
        assert_eq!(entry["description"], "Says how warm it is.");
        assert_eq!(entry["_meta"], json!({ "team": "sky" }));
        assert_eq!(entry["icons"][0]["src"], "https://example.com/sun.png");
        assert_eq!(entry["annotations"], json!({ "readOnlyHint": true }));
        assert_eq!(entry["inputSchema"]["properties"]["city"]["minLength"], 2);
        assert_eq!(entry["outputSchema"]["required"], json!(["degrees"]));
        let outcome = client.call("weather", json!({ "city": "Oslo" })).await;
        assert_eq!(outcome.structured(), Some(&json!({ "degrees": 4, "by": "weather" })));
        for (arguments, code) in [
            (json!({}), "INVALID_INPUT"),
            (json!({ "city": "O" }), "INVALID_INPUT"),
            (json!({ "city": 7 }), "INVALID_INPUT"),
            (json!({ "city": "Oslo", "cty": "" }), "INVALID_INPUT"),
            (json!({ "city": "panic" }), "INTERNAL"),
            (json!({ "city": "odd" }), "INTERNAL"),
            (json!({ "city": "none" }), "INTERNAL"),
            (json!({ "city": "busy" }), "BUSY"),
        ] {
            let outcome = client.call("weather", arguments.clone()).await;
            let error = outcome.error().unwrap_or_else(|| panic!("{arguments}: {outcome:?}"));
            assert_eq!(error["error"], code, "{arguments}");
            assert_eq!(error["tool"], "weather");
        }
    }
}

#[tokio::test]
async fn its_guards_hold_and_its_calls_are_recorded() {
    let seen = Arc::new(Mutex::new(Vec::<String>::new()));
    let server = || {
        let told = Arc::clone(&seen);
        empty().on_usage(move |usage: &Usage<'_>| {
            told.lock().unwrap().push(format!("{} {} {}", usage.kind, usage.name, usage.outcome));
        })
    };
    for (client, registrar) in both(server).await {
        let guards = DynamicGuards::new().rate("1/day per argument who").cost("$1");
        let tool = DynamicTool::new("seldom", |_, _| async {})
            .input_schema(json!({
                "type": "object",
                "properties": { "who": { "type": "string" } },
                "additionalProperties": false,
            }))
            .guards(guards);
        registrar.add_tool(tool).unwrap();
        for (who, wanted) in [("a", None), ("b", None), ("a", Some("RATE_LIMITED"))] {
            let outcome = client.call("seldom", json!({ "who": who })).await;
            let code = outcome.error().map(|error| error["error"].as_str().unwrap().to_owned());
            assert_eq!(code.as_deref(), wanted);
        }
        let seen = std::mem::take(&mut *seen.lock().unwrap());
        assert_eq!(seen, ["tool seldom OK", "tool seldom OK", "tool seldom RATE_LIMITED"]);
    }
}

#[tokio::test]
async fn guards_speak_of_what_they_guard() {
    let builder = empty();
    let registrar = builder.registrar();
    let client = TestClient::modern(builder).await;
    let fails = DynamicPrompt::new("fails", |_, _| async {
        Err::<String, _>(CallError::new("DOWN", "it is down").retryable())
    });
    registrar.add_prompt(fails.guards(DynamicGuards::new().breaker("1/30s"))).unwrap();
    client.get_prompt("fails", json!({})).await;
    let refused = client.get_prompt("fails", json!({})).await;
    let message = refused["error"]["message"].as_str().unwrap();
    assert!(message.starts_with("the prompt failed 1 times"), "{message}");
}

#[tokio::test]
async fn its_calls_go_on_as_tasks() {
    let builder = empty();
    let registrar = builder.registrar();
    let client = TestClient::modern(builder).await.with_tasks();
    let gate = Arc::new(Semaphore::new(0));
    let of_calls = Arc::clone(&gate);
    let slow = DynamicTool::new("slow", move |_, _| {
        let gate = Arc::clone(&of_calls);
        async move { gate.acquire().await.map(|_| "done").unwrap_or_default() }
    });
    registrar.add_tool(slow.task()).unwrap();
    let created = client.call("slow", json!({})).await.response()["result"].clone();
    assert_eq!(created["resultType"], "task", "{created}");
    // Its task outlives it.
    assert!(registrar.remove(Kind::Tool, "slow"));
    gate.add_permits(1);
    client.finished(created["taskId"].as_str().unwrap()).await.assert_text("done");

    registrar.add_tool(says("must", "done").task_required()).unwrap();
    client.call("must", json!({})).await.assert_text("done");
    for (client, registrar) in both(empty).await {
        registrar.add_tool(says("must", "done").task_required()).unwrap();
        let answer = client.request("tools/call", json!({ "name": "must" })).await;
        assert!(answer.to_string().contains("tasks"), "{answer}");
        assert!(answer["result"]["isError"] == true || answer["error"]["code"] == -32021);
    }
}

#[tokio::test]
async fn functions_that_were_not_chosen_at_the_start() {
    for (client, registrar) in both(empty).await {
        registrar.add_tool(tools![spare]).unwrap();
        let outcome = client.call("spare", json!({ "word": "wheel" })).await;
        assert_eq!(outcome.text(), Some("spare wheel"));
        let entry = client.list_tools().await[0].clone();
        assert_eq!(
            entry["description"],
            "A function that servers of these tests do not begin with."
        );
        assert!(registrar.remove(Kind::Tool, "spare"));
        registrar.add_tool(tools![spare]).unwrap();
        let outcome = client.call("spare", json!({ "word": "wheel" })).await;
        assert_eq!(outcome.text(), Some("spare wheel"));
    }
}

#[tokio::test]
async fn a_call_goes_on_when_its_tool_is_removed() {
    for (client, registrar) in both(empty).await {
        let gate = Arc::new(Semaphore::new(0));
        let (running, entered) = (Arc::clone(&gate), Arc::new(Semaphore::new(0)));
        let told = Arc::clone(&entered);
        let slow = DynamicTool::new("slow", move |_, _| {
            let (gate, told) = (Arc::clone(&running), Arc::clone(&told));
            async move {
                told.add_permits(1);
                gate.acquire().await.unwrap().forget();
                "done"
            }
        });
        registrar.add_tool(slow).unwrap();
        let call = client.start("slow", json!({})).await;
        entered.acquire().await.unwrap().forget();
        assert!(registrar.remove(Kind::Tool, "slow"));
        // What comes in its place takes nothing of it.
        registrar.add_tool(says("slow", "quick")).unwrap();
        assert_eq!(client.call("slow", json!({})).await.text(), Some("quick"));
        gate.add_permits(1);
        assert_eq!(call.outcome().await.text(), Some("done"));
    }
}

#[tokio::test]
async fn prompts_with_arguments_that_complete() {
    for (client, registrar) in both(empty).await {
        let prompt = DynamicPrompt::new("greet", |arguments, _| async move {
            format!("{} {}", arguments["name"], arguments.get("tone").is_some())
        })
        .required("name", "Who.")
        .optional("tone", "How.")
        .complete("tone", ["kind", "strict"]);
        registrar.add_prompt(prompt).unwrap();
        let response = client.get_prompt("greet", json!({ "name": "7" })).await;
        let text = &response["result"]["messages"][0]["content"]["text"];
        assert_eq!(text, "\"7\" false", "{response}");
        for arguments in [json!({}), json!({ "name": "a", "nmae": "b" }), json!({ "name": 7 })] {
            let response = client.get_prompt("greet", arguments).await;
            assert_eq!(response["error"]["code"], -32602, "{response}");
        }
        let listed = client.list_prompts().await[0]["arguments"].clone();
        let name = json!({ "name": "name", "description": "Who.", "required": true });
        assert!(listed.as_array().unwrap().contains(&name), "{listed}");
        let reference = json!({ "type": "ref/prompt", "name": "greet" });
        let response = client.complete(reference, ("tone", "K"), json!({})).await;
        assert_eq!(response["result"]["completion"]["values"], json!(["kind"]), "{response}");
    }
}

#[tokio::test]
async fn resources_with_variables() {
    for (client, registrar) in both(empty).await {
        let note = DynamicResource::new("note", "notes://{id}{?tags*}", |uri, variables, _| {
            std::future::ready(format!("{uri} {} {}", variables["id"], variables["tags"]))
        })
        .mime_type("text/markdown");
        registrar.add_resource(note).unwrap();
        let response = client.read_resource("notes://7").await;
        let contents = &response["result"]["contents"][0];
        assert_eq!(contents["text"], "notes://7 \"7\" []", "{response}");
        assert_eq!(contents["mimeType"], "text/markdown");
        assert_eq!(
            client.list_resource_templates().await[0]["uriTemplate"],
            "notes://{id}{?tags*}"
        );
        assert!(client.list_resources().await.is_empty());
        assert!(registrar.remove(Kind::Resource, "note"));
        assert!(client.read_resource("notes://7").await["error"].is_object());
    }
}
