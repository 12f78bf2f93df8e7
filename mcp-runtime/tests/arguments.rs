//! Arguments of every kind, through the wire.

use std::collections::{BTreeMap, HashMap};

use mcp_runtime::prelude::*;
use mcp_runtime::testing::{Outcome, TestClient, json};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Mode {
    #[default]
    Fast,
    Slow,
}

#[derive(Debug, Deserialize, JsonSchema)]
struct Point {
    x: i32,
    #[schemars(range(min = 0, max = 10))]
    y: i32,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Shape {
    Circle { center: Point, radius: f64 },
    Polygon { points: Vec<Point> },
}

/// Optional, listed, mapped.
#[mcp_tool]
async fn containers(
    maybe: Option<u8>,
    #[arg(default = 5)] number: i64,
    #[arg(default = "none")] text: String,
    #[arg(default = Mode::Slow)] mode: Mode,
    #[arg(default)] list: Vec<String>,
    #[arg(default)] map: HashMap<String, u32>,
) -> String {
    let map: BTreeMap<_, _> = map.into_iter().collect();
    format!("{maybe:?} {number} {text} {mode:?} {list:?} {map:?}")
}

/// Nested types.
#[mcp_tool]
async fn nested(shape: Shape) -> String {
    match shape {
        Shape::Circle { center, radius } => format!("{} {} {radius}", center.x, center.y),
        Shape::Polygon { points } => points.len().to_string(),
    }
}

/// Constraints of every kind.
#[mcp_tool]
async fn bounded(
    #[arg(min = 1, max = 10)] n: u8,
    #[arg(pattern = "^[A-Z]{3}$")] code: String,
    #[arg(min_items = 1, max_items = 3, unique)] tags: Vec<String>,
    #[arg(one_of = ["red", "green"])] color: String,
    #[arg(exclusive_min = 0.0, multiple_of = 0.5)] step: f64,
    #[arg(min_length = 2, max_length = 4)] name: Option<String>,
) -> String {
    format!("{n} {code} {tags:?} {color} {step} {name:?}")
}

/// Types of other crates.
#[mcp_tool]
async fn foreign(date: Option<chrono::NaiveDate>, id: uuid::Uuid, link: url::Url) -> String {
    format!("{date:?} {id} {link}")
}

#[derive(Deserialize, JsonSchema)]
struct Search {
    /// What to look for.
    query: String,
    #[schemars(range(max = 50))]
    limit: Option<u32>,
}

/// The struct's fields are the arguments.
#[mcp_tool]
async fn flattened(#[arg(flatten)] search: Search, #[arg(default = true)] verbose: bool) -> String {
    format!("{} {:?} {verbose}", search.query, search.limit)
}

/// Patterns, `mut`, raw identifiers, renames.
#[mcp_tool]
async fn patterns(
    r#type: String,
    mut count: u32,
    #[arg(rename = "at")] Point { x, y }: Point,
    #[arg(rename = "in")] _unused: Option<bool>,
) -> String {
    count += 1;
    format!("{type} {count} {x} {y}")
}

/// Exists only where it should.
#[cfg(not(all()))]
#[mcp_tool]
async fn absent(missing: DoesNotExist) {}

async fn client() -> TestClient {
    TestClient::modern(server!()).await
}

fn pointers(outcome: &Outcome) -> Vec<String> {
    let error = outcome.assert_error("INVALID_INPUT");
    let violations = error["details"]["violations"].as_array().unwrap();
    violations.iter().map(|violation| violation["pointer"].as_str().unwrap().to_owned()).collect()
}

async fn schema(tool: &str) -> Value {
    let tools = client().await.list_tools().await;
    let tool = tools.into_iter().find(|entry| entry["name"] == tool).expect("the tool");
    tool["inputSchema"].clone()
}

#[tokio::test]
async fn defaults_fill_what_is_not_sent_or_null() {
    let client = client().await;
    let defaults = "None 5 none Slow [] {}";
    client.call("containers", json!({})).await.assert_text(defaults);
    let nulls = json!({"maybe": null, "number": null, "text": null, "list": null});
    client.call("containers", nulls).await.assert_text(defaults);
    let all = json!({"maybe": 1, "number": -2, "text": "t", "mode": "fast", "list": ["a"], "map": {"k": 3}});
    client.call("containers", all).await.assert_text("Some(1) -2 t Fast [\"a\"] {\"k\": 3}");
    let properties = &schema("containers").await["properties"];
    assert_eq!(properties["mode"]["default"], "slow");
    assert_eq!(properties["maybe"]["type"], "integer", "null is accepted, not advertised");
}

#[tokio::test]
async fn wrong_types_are_named_wherever_they_are() {
    let client = client().await;
    let wrong = json!({"maybe": 256, "number": "x", "text": 1, "mode": "medium", "list": [1], "map": {"k": -1}});
    let outcome = client.call("containers", wrong).await;
    assert_eq!(pointers(&outcome), ["/maybe", "/number", "/text", "/mode", "/list/0", "/map/k"]);
    let message = outcome.error().unwrap()["message"].as_str().unwrap();
    assert!(message.contains("one of \"fast\", \"slow\""), "{message}");
}

#[tokio::test]
async fn nested_types_are_enforced_to_the_leaf() {
    let client = client().await;
    let circle = json!({"shape": {"kind": "circle", "center": {"x": 1, "y": 2}, "radius": 3}});
    client.call("nested", circle).await.assert_text("1 2 3");
    let polygon =
        json!({"shape": {"kind": "polygon", "points": [{"x": 1, "y": 11}, {"x": "a", "y": 1}]}});
    let outcome = client.call("nested", polygon).await;
    assert_eq!(pointers(&outcome), ["/shape/points/0/y", "/shape/points/1/x"]);
}

#[tokio::test]
async fn every_constraint_is_enforced_and_all_are_reported_together() {
    let client = client().await;
    let right = json!({"n": 10, "code": "ABC", "tags": ["a", "b"], "color": "red", "step": 1.5, "name": "äöü"});
    client.call("bounded", right).await.assert_text("10 ABC [\"a\", \"b\"] red 1.5 Some(\"äöü\")");
    let wrong = json!({"n": 11, "code": "abcd", "tags": ["a", "a"], "color": "blue", "step": 0.25, "name": "a"});
    let outcome = client.call("bounded", wrong).await;
    assert_eq!(pointers(&outcome), ["/n", "/code", "/tags/1", "/color", "/step", "/name"]);
    for tags in [json!([]), json!(["a", "b", "c", "d"])] {
        let call = json!({"n": 1, "code": "ABC", "tags": tags, "color": "red", "step": 1});
        assert_eq!(pointers(&client.call("bounded", call).await), ["/tags"]);
    }
}

#[tokio::test]
async fn types_of_other_crates_check_their_formats() {
    let client = client().await;
    let right = json!({"date": "2026-07-28", "id": "67e55044-10b1-426f-9247-bb680e5fe0c8", "link": "https://example.com/"});
    client.call("foreign", right).await.assert_ok();
    let wrong = json!({"date": "28.7.2026", "id": "1", "link": "x"});
    let outcome = client.call("foreign", wrong).await;
    assert_eq!(pointers(&outcome), ["/date", "/id", "/link"]);
    let expected = &outcome.error().unwrap()["details"]["violations"][0]["expected"];
    assert!(expected.as_str().unwrap().contains("format `date`"), "{expected}");
}

#[tokio::test]
async fn a_flattened_struct_shares_the_root() {
    let client = client().await;
    client.call("flattened", json!({"query": "q", "limit": 7})).await.assert_text("q Some(7) true");
    client
        .call("flattened", json!({"query": "q", "verbose": false}))
        .await
        .assert_text("q None false");
    let outcome = client.call("flattened", json!({"limit": 51, "other": 1})).await;
    let mut pointers = pointers(&outcome);
    pointers.sort();
    assert_eq!(pointers, ["/limit", "/other", "/query"]);
    let schema = schema("flattened").await;
    assert_eq!(schema["properties"]["query"]["description"], "What to look for.");
    assert_eq!(schema["additionalProperties"], false);
}

#[tokio::test]
async fn names_follow_the_source_unless_renamed() {
    let client = client().await;
    let call = json!({"type": "t", "count": 1, "at": {"x": 1, "y": 2}, "in": true});
    client.call("patterns", call).await.assert_text("t 2 1 2");
}

#[tokio::test]
async fn a_repeated_argument_is_refused() {
    let client = client().await;
    client
        .send_line(
            r#"{"jsonrpc":"2.0","id":"dup","method":"tools/call","params":{"name":"containers","arguments":{"number":1,"number":2},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}"#,
        )
        .await;
    client.list_tools().await;
    let answer = client.take_unsolicited().remove(0);
    assert!(answer.to_string().contains("only once"), "{answer}");
}

#[tokio::test]
async fn whole_numbers_written_as_fractions_are_integers() {
    let client = client().await;
    client
        .call("containers", json!({"number": 3.0, "maybe": 2.0}))
        .await
        .assert_text("Some(2) 3 none Slow [] {}");
    let outcome = client.call("containers", json!({"number": 3.5})).await;
    assert_eq!(pointers(&outcome), ["/number"]);
    let outcome = client.call("containers", json!({"number": 1e300})).await;
    assert_eq!(pointers(&outcome), ["/number"]);
}

#[tokio::test]
async fn a_misspelt_argument_names_the_one_that_was_meant() {
    let client = client().await;
    let outcome = client.call("foreign", json!({"lnik": "a:b"})).await;
    let error = outcome.assert_error("INVALID_INPUT");
    let expected = "no argument `lnik` (did you mean `link`? the tool takes date, id, link)";
    let violations = error["details"]["violations"].as_array().expect("a list");
    assert!(violations.iter().any(|violation| violation["expected"] == expected), "{error}");
}
