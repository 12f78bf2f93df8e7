//! Calls that ask their client, in the revision that does so by rounds.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use mcp_runtime::prelude::*;
use mcp_runtime::testing::{ManualClock, TestClient};
use mcp_runtime::{ServerBuilder, server, tools};
use serde_json::{Value, json};

#[mcp_type]
struct Name {
    #[schemars(length(min = 1))]
    name: String,
}

#[mcp_type]
struct Seat {
    row: u8,
}

/// How often something ran.
#[derive(Clone, Default)]
struct Runs(Arc<AtomicUsize>);

impl Runs {
    fn add(&self) -> usize {
        self.0.fetch_add(1, Ordering::Relaxed) + 1
    }
}

/// Greets.
#[mcp_tool]
async fn greet(greeting: String, ctx: Context) -> Result<String, CallError> {
    Ok(match ctx.elicit::<Name>("Who are you?").key("name").await? {
        Elicited::Accepted(Name { name }) => format!("{greeting}, {name}!"),
        Elicited::Declined => "declined".to_owned(),
        Elicited::Cancelled => "cancelled".to_owned(),
    })
}

/// Books a seat after two questions, and pays once.
#[mcp_tool(cost = "$1", budget = "$3/day")]
async fn book(runs: State<Runs>, ctx: Context) -> Result<String, CallError> {
    let paid: usize = ctx.step("pay", async { Ok::<_, CallError>(runs.add()) }).await?;
    let name = ctx.elicit::<Name>("Who?").await?.accepted().map(|of| of.name);
    let row = ctx.elicit::<Seat>("Where?").await?.accepted().map(|of| of.row);
    Ok(format!("{paid} {name:?} {row:?}"))
}

/// Asks once a minute.
#[mcp_tool(rate = "1/min")]
async fn seldom(ctx: Context) -> Result<String, CallError> {
    let name = ctx.elicit::<Name>("Who?").key("name").await?;
    Ok(name.accepted().map(|of| of.name).unwrap_or_default())
}

/// Asks two at once.
#[mcp_tool]
async fn ask_both(ctx: Context) -> Result<String, CallError> {
    let name = async { ctx.elicit::<Name>("Who?").key("name").await };
    let said = async { ctx.sample("Say hello", 10).key("said").await };
    let (name, said) = tokio::try_join!(name, said)?;
    Ok(format!("{} {}", said.text(), name.accepted().map(|of| of.name).unwrap_or_default()))
}

/// Asks in a task of its own, while it waits for that.
#[mcp_tool]
async fn ask_aside(ctx: Context) -> Result<String, CallError> {
    let asking = tokio::spawn(async move {
        tokio::task::yield_now().await;
        ctx.roots().await
    });
    let roots = asking.await.map_err(CallError::internal)??;
    Ok(roots.len().to_string())
}

/// Sends the user somewhere.
#[mcp_tool(cache = "1h", read_only)]
async fn sign_in(ctx: Context, runs: State<Runs>) -> Result<String, CallError> {
    let went = ctx.elicit_url("Sign in", "https://example.com/sign-in").await?;
    Ok(format!("{} {}", went == Elicited::Accepted(()), runs.add()))
}

/// Has two steps of one name.
#[mcp_tool]
async fn twice(ctx: Context) -> Result<String, CallError> {
    ctx.step("one", async { Ok::<_, CallError>(1) }).await?;
    ctx.step("one", async { Ok::<_, CallError>(2) }).await?;
    Ok(String::new())
}

/// Remembers more than a client should carry.
#[mcp_tool]
async fn hoard(ctx: Context) -> Result<String, CallError> {
    ctx.step("much", async { Ok::<_, CallError>("x".repeat(100_000)) }).await?;
    ctx.roots().await.map(|roots| roots.len().to_string())
}

fn server() -> ServerBuilder {
    server!()
        .tools(tools![greet, book, ask_both, ask_aside, sign_in, twice, hoard, seldom])
        .state(Runs::default())
}

async fn client(server: ServerBuilder) -> TestClient {
    let everything =
        json!({ "elicitation": { "form": {}, "url": {} }, "sampling": {}, "roots": {} });
    TestClient::modern(server).await.with_capabilities(everything)
}

/// One round; its result.
async fn round(client: &TestClient, tool: &str, more: Value) -> Value {
    let mut params = json!({ "name": tool, "arguments": {} });
    if tool == "greet" {
        params["arguments"] = json!({ "greeting": "Hello" });
    }
    for (name, value) in more.as_object().unwrap() {
        params[name] = value.clone();
    }
    let answer = client.request("tools/call", params).await;
    if answer["error"].is_null() { answer["result"].clone() } else { answer["error"].clone() }
}

fn accept(content: &Value) -> Value {
    json!({ "action": "accept", "content": content })
}

#[tokio::test]
async fn a_question_is_the_result_until_it_is_answered() {
    let client = client(server()).await;
    let asked = round(&client, "greet", json!({})).await;
    assert_eq!(asked["resultType"], "input_required");
    assert_eq!(
        asked["inputRequests"],
        json!({ "name": { "method": "elicitation/create", "params": {
            "mode": "form",
            "message": "Who are you?",
            "requestedSchema": {
                "type": "object",
                "properties": { "name": { "type": "string", "minLength": 1 } },
                "required": ["name"],
            },
        } } })
    );
    assert!(asked.get("content").is_none() && asked["_meta"].is_object(), "{asked}");
    let answers = [
        (accept(&json!({ "name": "Ann" })), "Hello, Ann!"),
        (json!({ "action": "decline" }), "declined"),
        (json!({ "action": "cancel" }), "cancelled"),
    ];
    for (answer, said) in answers {
        let more = json!({ "inputResponses": { "name": answer, "other": {} }, "requestState": asked["requestState"] });
        let done = round(&client, "greet", more).await;
        assert_eq!(done["resultType"], "complete");
        assert_eq!(done["content"][0]["text"], said);
    }
    // Without an answer it is asked again.
    let again = round(&client, "greet", json!({ "requestState": asked["requestState"] })).await;
    assert_eq!(again["inputRequests"], asked["inputRequests"]);
    // Without a state the answer counts by its key.
    let more = json!({ "inputResponses": { "name": accept(&json!({ "name": "Bob" })) } });
    assert_eq!(round(&client, "greet", more).await["content"][0]["text"], "Hello, Bob!");
}

#[tokio::test]
async fn rounds_add_up_and_a_step_runs_once_for_one_price() {
    let client = client(server()).await;
    let mut state = json!(null);
    let mut responses = json!({});
    for _ in 0..2 {
        let more = json!({ "inputResponses": responses, "requestState": state });
        let asked = round(&client, "book", more).await;
        state = asked["requestState"].clone();
        let (key, question) = asked["inputRequests"].as_object().unwrap().iter().next().unwrap();
        let content = match question["params"]["message"].as_str().unwrap() {
            "Who?" => json!({ "name": "Ann" }),
            "Where?" => json!({ "row": 7 }),
            other => panic!("{other}"),
        };
        responses = json!({ key: accept(&content) });
    }
    let last = json!({ "inputResponses": responses, "requestState": state });
    let done = round(&client, "book", last.clone()).await;
    assert_eq!(done["content"][0]["text"], "1 Some(\"Ann\") Some(7)");
    // Of three calls that each cost $1 the day's budget takes the third as well:
    // questions were free.
    assert_eq!(round(&client, "book", last.clone()).await["resultType"], "complete");
    assert_eq!(round(&client, "book", last.clone()).await["resultType"], "complete");
    let refused = round(&client, "book", last).await;
    assert!(refused["content"][0]["text"].as_str().unwrap().contains("BUDGET_EXCEEDED"));
}

#[tokio::test]
async fn questions_of_one_round_are_asked_together() {
    let client = client(server()).await;
    let asked = round(&client, "ask_both", json!({})).await;
    let keys: Vec<&String> = asked["inputRequests"].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["name", "said"], "{asked}");
    let responses = json!({
        "name": accept(&json!({ "name": "Ann" })),
        "said": { "role": "assistant", "model": "m", "content": { "type": "text", "text": "Hi" } },
    });
    let more = json!({ "inputResponses": responses, "requestState": asked["requestState"] });
    assert_eq!(round(&client, "ask_both", more).await["content"][0]["text"], "Hi Ann");
}

#[tokio::test]
async fn a_question_may_come_from_a_task_of_the_functions() {
    let client = client(server()).await;
    let asked = round(&client, "ask_aside", json!({})).await;
    let (key, question) = asked["inputRequests"].as_object().unwrap().iter().next().unwrap();
    assert_eq!(question["method"], "roots/list");
    let responses = json!({ key: { "roots": [{ "uri": "file:///a" }, { "uri": "file:///b" }] } });
    let more = json!({ "inputResponses": responses, "requestState": asked["requestState"] });
    assert_eq!(round(&client, "ask_aside", more).await["content"][0]["text"], "2");
}

#[tokio::test]
async fn a_state_is_for_one_request_and_expires() {
    let clock = ManualClock::new();
    let client = client(server().clock(clock.clone()).input_timeout(Duration::from_mins(5))).await;
    let asked = round(&client, "greet", json!({})).await;
    let state = asked["requestState"].as_str().unwrap();
    let refused = |error: &Value, what: &str| {
        assert_eq!(error["code"], -32602, "{error}");
        assert!(error["message"].as_str().unwrap().contains(what), "{error}");
    };
    for wrong in [format!("{state}-TAMPERED"), state[1..].to_owned(), "x".to_owned()] {
        refused(&round(&client, "greet", json!({ "requestState": wrong })).await, "gave out");
    }
    let other = json!({ "requestState": state, "arguments": { "greeting": "Bye" } });
    refused(&round(&client, "greet", other).await, "gave out");
    refused(&round(&client, "twice", json!({ "requestState": state })).await, "gave out");
    refused(&round(&client, "greet", json!({ "requestState": 7 })).await, "must be a string");
    refused(&round(&client, "greet", json!({ "inputResponses": [] })).await, "must be an object");
    let flat = json!({ "inputResponses": { "name": "Ann" } });
    refused(&round(&client, "greet", flat).await, "inputResponses.name");
    clock.advance(Duration::from_mins(5));
    refused(&round(&client, "greet", json!({ "requestState": state })).await, "expired");
}

#[tokio::test]
async fn a_state_is_good_for_one_run_where_the_server_says_so() {
    for (server, once) in [(server(), false), (server().single_use_request_state(), true)] {
        let client = client(server).await;
        let asked = round(&client, "greet", json!({})).await;
        let answered = json!({
            "requestState": asked["requestState"],
            "inputResponses": { "name": accept(&json!({ "name": "Ann" })) },
        });
        let first = round(&client, "greet", answered.clone()).await;
        assert_eq!(first["content"][0]["text"], "Hello, Ann!", "{first}");
        let again = round(&client, "greet", answered).await;
        let text = again["content"][0]["text"].as_str().unwrap();
        assert_eq!(text.contains("was used before"), once, "{again}");
    }
}

#[tokio::test]
async fn what_is_refused_does_not_use_a_state_up() {
    let clock = ManualClock::new();
    let client = client(server().clock(clock.clone()).single_use_request_state()).await;
    let asked = round(&client, "seldom", json!({})).await;
    let answered = json!({
        "requestState": asked["requestState"],
        "inputResponses": { "name": accept(&json!({ "name": "Ann" })) },
    });
    let refused = round(&client, "seldom", answered.clone()).await;
    assert!(refused.to_string().contains("RATE_LIMITED"), "{refused}");
    clock.advance(Duration::from_mins(1));
    let done = round(&client, "seldom", answered).await;
    assert_eq!(done["content"][0]["text"], "Ann", "{done}");
}

#[tokio::test]
async fn an_answer_that_does_not_fit_is_told_what_does() {
    let client = client(server()).await;
    for (answer, what) in [
        (accept(&json!({ "name": "" })), "/content/name"),
        (accept(&json!({})), "/content/name"),
        (json!({ "action": "maybe" }), "`name`"),
        (json!({}), "`name`"),
    ] {
        let done = round(&client, "greet", json!({ "inputResponses": { "name": answer } })).await;
        let text = done["content"][0]["text"].as_str().unwrap();
        assert!(done["isError"] == true && text.contains("INVALID_INPUT"), "{done}");
        assert!(text.contains(what), "{text}");
    }
}

#[tokio::test]
async fn a_client_is_not_asked_for_what_it_has_not_declared() {
    let client = TestClient::modern(server()).await;
    for (tool, capability) in [
        ("greet", json!({ "elicitation": { "form": {} } })),
        ("sign_in", json!({ "elicitation": { "url": {} } })),
        ("hoard", json!({ "roots": {} })),
    ] {
        let error = round(&client, tool, json!({})).await;
        assert_eq!(error["code"], -32021, "{error}");
        assert_eq!(error["data"]["requiredCapabilities"], capability);
        assert_eq!(error["data"]["error"], "MISSING_CAPABILITY");
        assert_eq!(error["data"]["tool"], tool);
    }
}

#[tokio::test]
async fn what_was_answered_is_in_no_cache() {
    let client = client(server()).await;
    let asked = round(&client, "sign_in", json!({})).await;
    let (key, question) = asked["inputRequests"].as_object().unwrap().iter().next().unwrap();
    assert_eq!(question["params"]["url"], "https://example.com/sign-in");
    for runs in 1..3 {
        let responses = json!({ key: { "action": "accept" } });
        let more = json!({ "inputResponses": responses, "requestState": asked["requestState"] });
        let done = round(&client, "sign_in", more).await;
        assert_eq!(done["content"][0]["text"], format!("true {runs}"));
    }
    assert_eq!(round(&client, "sign_in", json!({})).await["resultType"], "input_required");
}

#[tokio::test]
async fn mistakes_of_the_function_are_the_servers() {
    let client = client(server()).await;
    for tool in ["twice", "hoard"] {
        let failed = round(&client, tool, json!({})).await;
        assert!(failed["content"][0]["text"].as_str().unwrap().contains("INTERNAL"), "{failed}");
    }
}
