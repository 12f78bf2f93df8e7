//! Functions that know what an argument may be.

// As people write them: they own what they are given.
#![allow(clippy::needless_pass_by_value, clippy::unused_async)]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use mcp_runtime::CompleteRequest;
use mcp_runtime::prelude::*;
use mcp_runtime::testing::{ManualClock, TestClient};
use serde_json::json;

use crate::{builder, clients, completion, prompt, resource};

#[derive(Clone)]
pub(crate) struct Cities(pub(crate) &'static [&'static str]);

fn numbers(partial: String) -> impl Iterator<Item = String> {
    (0..250).map(move |number| format!("{partial}{number}"))
}

fn endless(_: String) -> impl Iterator<Item = &'static str> {
    std::iter::repeat("again")
}

async fn of_the_server(partial: String, State(cities): State<Cities>) -> Vec<&'static str> {
    cities.0.iter().copied().filter(|city| city.starts_with(&partial)).collect()
}

async fn by_the_country(request: CompleteRequest, ctx: Context) -> Result<Vec<String>, CallError> {
    let country = request.given("country").ok_or_else(|| {
        CallError::new("NO_COUNTRY", "no country is given").action("Choose the country first.")
    })?;
    let (name, kind) = (ctx.name(), ctx.kind());
    Ok(vec![format!("{country}/{}/{}/{kind} {name}", request.argument(), request.value())])
}

fn panics(_: String) -> Vec<String> {
    panic!("it was told to")
}

async fn hangs(_: String) -> Vec<String> {
    std::future::pending().await
}

async fn asks(_: String, ctx: Context) -> Result<Vec<String>, CallError> {
    ctx.roots().await?;
    Ok(Vec::new())
}

static RUNS: AtomicUsize = AtomicUsize::new(0);

async fn counts(_: String) -> [String; 1] {
    [RUNS.fetch_add(1, Ordering::SeqCst).to_string()]
}

/// Plans something.
#[mcp_prompt(timeout = "2s", rate = "1/day", cost = "$1", budget = "$1/day")]
async fn plan(
    #[arg(complete = numbers)] number: String,
    #[arg(complete = endless)] word: String,
    #[arg(complete = of_the_server)] city: String,
    #[arg(complete = by_the_country)] place: String,
    #[arg(complete = panics)] broken: String,
    #[arg(complete = hangs)] slow: String,
    #[arg(complete = asks)] curious: String,
    #[arg(complete = counts)] counted: String,
) -> String {
    [number, word, city, place, broken, slow, curious, counted].concat()
}

struct Team;

#[mcp_tools(prefix = "team_")]
impl Team {
    fn members(_: String) -> [&'static str; 2] {
        ["Ada", "Grace"]
    }

    /// A member.
    #[mcp_resource("team://{name}")]
    async fn member(#[arg(complete = Self::members)] name: String) -> String {
        name
    }
}

#[tokio::test]
async fn at_most_a_hundred_and_how_many_there_are() {
    for client in clients().await {
        let response = client.complete(prompt("plan"), ("number", "n"), json!({})).await;
        let completion = completion(&response);
        let values = completion["values"].as_array().unwrap();
        assert_eq!((values.len(), &values[99]), (100, &json!("n99")));
        assert_eq!((&completion["total"], &completion["hasMore"]), (&json!(250), &json!(true)));
    }
}

#[tokio::test]
async fn what_never_ends_has_no_total() {
    for client in clients().await {
        let response = client.complete(prompt("plan"), ("word", ""), json!({})).await;
        let completion = completion(&response);
        assert_eq!(completion["values"].as_array().unwrap().len(), 100);
        assert_eq!((completion.get("total"), &completion["hasMore"]), (None, &json!(true)));
    }
}

#[tokio::test]
async fn context_and_what_was_given_before() {
    for client in clients().await {
        let response = client.complete(prompt("plan"), ("city", "Be"), json!({})).await;
        assert_eq!(completion(&response)["values"], json!(["Bern"]));
        let given = json!({ "country": "CH", "other": "x" });
        let response = client.complete(prompt("plan"), ("place", "Zu"), given).await;
        assert_eq!(completion(&response)["values"], json!(["CH/place/Zu/prompt plan"]));
        let response = client.complete(prompt("plan"), ("place", "Zu"), json!({})).await;
        assert_eq!(response["error"]["code"], -32603, "{response}");
        assert_eq!(response["error"]["message"], "no country is given. Choose the country first.");
        assert_eq!(response["error"]["data"]["error"], "NO_COUNTRY");
        let response = client.complete(resource("team://{name}"), ("name", "G"), json!({})).await;
        // A function is asked, and not filtered: it may know better.
        assert_eq!(completion(&response)["values"], json!(["Ada", "Grace"]));
    }
}

#[tokio::test]
async fn a_function_that_fails_is_one_failed_completion() {
    for (client, modern) in clients().await.into_iter().zip([true, false, false]) {
        let client = client.with_capabilities(json!({ "roots": {} }));
        // Older clients have not declared that they can be asked.
        for argument in ["broken", "curious"].into_iter().take(1 + usize::from(modern)) {
            let response = client.complete(prompt("plan"), (argument, ""), json!({})).await;
            assert_eq!(response["error"]["code"], -32603, "{response}");
            let data = &response["error"]["data"];
            assert_eq!((&data["error"], &data["prompt"]), (&json!("INTERNAL"), &json!("plan")));
        }
        let response = client.complete(prompt("plan"), ("city", "Ba"), json!({})).await;
        assert_eq!(completion(&response)["values"], json!(["Basel"]));
    }
}

#[tokio::test]
async fn the_time_of_its_prompt_is_its_own() {
    for modern in [true, false] {
        let clock = ManualClock::new();
        let server = builder().clock(clock.clone());
        let client = if modern {
            TestClient::modern(server).await
        } else {
            TestClient::legacy(server).await
        };
        let completing = client.complete(prompt("plan"), ("slow", ""), json!({}));
        let waiting = async {
            // What was sent before is served before these are answered.
            client.list_prompts().await;
            client.list_prompts().await;
            clock.advance(Duration::from_millis(1_999));
            client.list_prompts().await;
            clock.advance(Duration::from_millis(1));
        };
        let (response, ()) = tokio::join!(completing, waiting);
        assert_eq!(response["error"]["data"]["error"], "TIMEOUT", "{response}");
    }
}

#[tokio::test]
async fn it_is_no_call_of_its_prompt() {
    let client = TestClient::modern(builder()).await;
    for _ in 0..3 {
        // Neither its rate nor its budget allows a second call.
        let response = client.complete(prompt("plan"), ("counted", ""), json!({})).await;
        assert_eq!(completion(&response)["total"], 1, "{response}");
    }
    assert_eq!(RUNS.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn what_a_function_needs_is_asked_for_at_the_start() {
    let error = mcp_runtime::server!()
        .dangerously_let_anyone_use_tools_that_demand_auth()
        .build()
        .err()
        .unwrap()
        .to_string();
    assert!(error.contains("Cities") && error.contains("prompt `plan`"), "{error}");
}
