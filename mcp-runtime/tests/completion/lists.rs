//! Values that are known: of an enum, of a boolean, and written down.

use mcp_runtime::prelude::*;
use serde_json::{Value, json};

use crate::{clients, completion, prompt, resource};

#[mcp_type]
#[serde(rename_all = "kebab-case")]
enum Tone {
    Calm,
    /// Has a description, so its schema is another.
    VeryLively,
}

/// Writes something.
#[mcp_prompt]
async fn write(
    tone: Tone,
    other: Option<Tone>,
    loud: bool,
    #[arg(one_of = ["short", "long"])] length: String,
    #[arg(complete = ["Zug", "zürich", "Bern"])] city: String,
    #[arg(complete = ["10", "20"])] most: u8,
    free: Option<String>,
) -> String {
    let tone = matches!((tone, other), (Tone::Calm, Some(Tone::Calm) | None));
    format!("{tone} {loud} {length} {city} {most} {}", free.unwrap_or_default())
}

/// A page.
#[mcp_resource("pages://{tone}/{city}{?tags*}")]
async fn page(tone: Tone, #[arg(complete = ["Bern"])] city: String, tags: Vec<Tone>) -> String {
    format!("{city} {} {}", matches!(tone, Tone::Calm), tags.len())
}

fn values(response: &Value) -> Vec<&str> {
    let completion = completion(response);
    let values: Vec<_> =
        completion["values"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
    assert_eq!(completion["total"], values.len());
    assert_eq!(completion["hasMore"], false);
    values
}

#[tokio::test]
async fn whatever_begins_so_in_any_case() {
    for client in clients().await {
        for (argument, typed, wanted) in [
            ("tone", "", &["calm", "very-lively"][..]),
            ("tone", "VERY", &["very-lively"]),
            ("tone", "x", &[]),
            ("other", "c", &["calm"]),
            ("loud", "", &["true", "false"]),
            ("loud", "F", &["false"]),
            ("length", "s", &["short"]),
            ("city", "z", &["Zug", "zürich"]),
            ("city", "ZÜ", &["zürich"]),
            ("most", "1", &["10"]),
            ("free", "", &[]),
        ] {
            let response = client.complete(prompt("write"), (argument, typed), json!({})).await;
            assert_eq!(values(&response), wanted, "{argument}: {response}");
        }
    }
}

#[tokio::test]
async fn variables_of_templates_by_the_template_or_a_uri_of_it() {
    for client in clients().await {
        for uri in ["pages://{tone}/{city}{?tags*}", "pages://calm/x"] {
            for (argument, wanted) in [
                ("tone", &["calm", "very-lively"][..]),
                ("city", &["Bern"]),
                ("tags", &["calm", "very-lively"]),
            ] {
                let response = client.complete(resource(uri), (argument, ""), json!({})).await;
                assert_eq!(values(&response), wanted, "{argument}: {response}");
            }
        }
    }
}

#[tokio::test]
async fn in_the_words_of_the_revision() {
    let [modern, legacy, _] = clients().await;
    let of = async |client: &mcp_runtime::testing::TestClient| {
        client.complete(prompt("write"), ("loud", "t"), json!({})).await["result"].clone()
    };
    let result = of(&modern).await;
    assert_eq!(result["resultType"], "complete");
    assert!(result["_meta"][mcp_runtime::meta_key::SERVER_INFO].is_object());
    let wanted = json!({ "completion": { "values": ["true"], "total": 1, "hasMore": false } });
    assert_eq!(of(&legacy).await, wanted);
}
