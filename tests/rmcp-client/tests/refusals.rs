//! What a client is told where the server does not do what it was asked to.

use rmcp_client::{
    Client, Door, PATIENCE, Process, Server, Transport, User, Way, eventually, every_way, refused,
    signal,
};
use serde_json::json;
use tokio::time::timeout;

every_way!(
    why_a_guard_refuses,
    a_tool_that_panics,
    a_message_that_is_too_large,
    a_server_that_stops_answers_the_call_that_it_cuts_off,
    a_server_that_dies_leaves_nobody_waiting,
    a_flood,
);

const STRICT: [(&str, &str); 4] = [
    ("MCP_TOOL_GREET__RATE", "2/min"),
    ("MCP_TOOL_HOLD__TIMEOUT", "300ms"),
    ("MCP_TOOL_HELD__ENABLED", "false"),
    ("MCP_TOOL_TEST_CARRIED__MAX_OUTPUT", "1KB"),
];

async fn connect(door: &Door, way: Way) -> Client {
    Client::connect_as(door, way, User::default()).await
}

async fn why_a_guard_refuses(way: Way) {
    let server = Process::start(Server::Fixtures, &STRICT);
    let client = connect(&server.door, way).await;
    let greet = async || client.call("greet", json!({ "name": "you" })).await.unwrap();
    for _ in 0..2 {
        assert!(!greet().await.failed);
    }
    let error = greet().await.facts();
    assert_eq!((&error["error"], &error["retryable"]), (&json!("RATE_LIMITED"), &json!(true)));
    let wait = error["retryAfter"].as_f64().unwrap();
    assert!(wait > 0.0 && wait <= 60.0 && error["action"].is_string(), "{error}");
    let late = client.call("hold", json!({ "label": "x", "millis": 20_000 })).await.unwrap();
    assert_eq!(late.facts()["error"], "TIMEOUT");
    let label = "x".repeat(2_000);
    let large = client.call_with("test_carried", json!({}), json!({ "com.example/label": label }));
    assert_eq!(large.await.unwrap().facts()["error"], "OUTPUT_TOO_LARGE");
    assert!(client.tools().await.iter().all(|tool| tool.name != "held"));
    assert_eq!(refused(client.call("held", json!({ "label": "x" })).await).code.0, -32602);
    client.close().await;
}

async fn a_tool_that_panics(way: Way) {
    let server = Process::start(Server::PartlyPrivate, &[]);
    let client = connect(&server.door, way).await;
    let crashed = client.call("crash", json!({ "kind": "panic" })).await.unwrap();
    assert_eq!(crashed.facts()["error"], "INTERNAL");
    assert_eq!(client.call("add", json!({ "a": 1, "b": 2 })).await.unwrap().text, "3");
    client.close().await;
}

async fn a_message_that_is_too_large(way: Way) {
    let client = Client::connect(Server::Fixtures, way).await;
    let name = "x".repeat(6 << 20);
    let answer = timeout(PATIENCE, client.call("greet", json!({ "name": name }))).await;
    let error = answer.expect("an answer").unwrap_err();
    assert!(
        format!("{error:?}").contains("413") || format!("{error:?}").contains("longer"),
        "{error:?}"
    );
    assert!(!client.tools().await.is_empty());
    client.close().await;
}

/// A call that runs, on a server of its own.
async fn held(way: Way, process: &Process) -> (Client, u32, tokio::task::JoinHandle<String>) {
    let client = connect(&process.door, way).await;
    let own = client.own().peer().clone();
    let params = json!({ "name": "hold", "arguments": { "label": "x", "millis": 20_000 } });
    let params = serde_json::from_value(params).unwrap();
    let holding = tokio::spawn(async move { format!("{:?}", own.call_tool(params).await) });
    eventually("the call runs", async || {
        client.call("held", json!({ "label": "x" })).await.unwrap().text == "1"
    })
    .await;
    let server = client.process().unwrap_or(process.id());
    (client, server, holding)
}

async fn a_server_that_stops_answers_the_call_that_it_cuts_off(way: Way) {
    const DRAIN: (&str, &str) = ("FIXTURES_DRAIN_MILLIS", "200");
    let mut process = Process::start(Server::Fixtures, &[DRAIN]);
    process.door.variables.push(DRAIN);
    let (_client, server, holding) = held(way, &process).await;
    signal("TERM", server);
    let answer = timeout(PATIENCE, holding).await.expect("an answer").unwrap();
    assert!(answer.contains("SHUTTING_DOWN"), "{answer}");
}

async fn a_server_that_dies_leaves_nobody_waiting(way: Way) {
    let process = Process::start(Server::Fixtures, &[]);
    let (_client, server, holding) = held(way, &process).await;
    signal("KILL", server);
    let answer = timeout(PATIENCE, holding).await.expect("an answer").unwrap();
    assert!(answer.starts_with("Err"), "{answer}");
}

async fn a_flood(way: Way) {
    let Transport::Http = way.transport else { return };
    let server = Process::start(Server::Fixtures, &[("MCP_SERVER__FLOOD", "20/h")]);
    let client = connect(&server.door, way).await;
    let mut refusal = None;
    for _ in 0..30 {
        let answer = timeout(PATIENCE, client.call("greet", json!({ "name": "you" }))).await;
        if let Err(error) = answer.expect("an answer") {
            refusal = Some(format!("{error:?}"));
            break;
        }
    }
    let refusal = refusal.expect("thirty calls are a flood");
    assert!(
        refusal.contains("429") || refusal.contains("TOO_MANY") || refusal.contains("RATE_LIMITED"),
        "{refusal}"
    );
    // A newcomer finds its revision all the same.
    if way.revision() > "2026" {
        let next = connect(&server.door, way).await;
        assert_eq!(next.revision(), way.revision());
    }
}
