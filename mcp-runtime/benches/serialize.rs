//! What it costs to write an answer: texts, structured content, lists.

#[allow(dead_code, unused_imports)] // each benchmark uses a part of it
mod support;

use std::sync::Arc;

use criterion::Criterion;
use mcp_runtime::prelude::*;
use mcp_runtime::{schemars, serde};
use support::{Era, Group, Wire, modern};

/// A text of so many bytes.
#[mcp_tool]
async fn text(State(texts): State<Arc<Texts>>, bytes: usize) -> String {
    texts.plain[..bytes].to_owned()
}

/// A text in which every fourth character must be escaped.
#[mcp_tool]
async fn escapes(State(texts): State<Arc<Texts>>, bytes: usize) -> String {
    texts.quoted[..bytes].to_owned()
}

/// A table as structured content.
#[mcp_tool]
async fn table(rows: u32) -> Json<Table> {
    Json(Table { rows: (0..rows).map(Row::new).collect() })
}

/// Texts, an image and a link.
#[mcp_tool]
async fn blocks() -> Vec<Content> {
    vec![
        Content::text("the first").priority(0.5),
        Content::image([0u8; 600], "image/png"),
        Content::resource_link(ResourceLink::new("notes://1", "the first note")),
    ]
}

struct Texts {
    plain: String,
    quoted: String,
}

#[derive(serde::Serialize, schemars::JsonSchema)]
#[serde(crate = "mcp_runtime::serde")]
#[schemars(crate = "mcp_runtime::schemars")]
struct Table {
    rows: Vec<Row>,
}

#[derive(serde::Serialize, schemars::JsonSchema)]
#[serde(crate = "mcp_runtime::serde")]
#[schemars(crate = "mcp_runtime::schemars")]
struct Row {
    id: u32,
    name: String,
    price: f64,
}

impl Row {
    fn new(id: u32) -> Self {
        Self { id, name: format!("item {id}"), price: f64::from(id) * 1.25 }
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let texts =
        || Arc::new(Texts { plain: "lorem ipsum ".repeat(5500), quoted: "ab\n\"".repeat(16_500) });
    let server = server!().state(texts()).tools(tools![blocks, escapes, table, text]);
    let mut wire = Wire::connect(server, Era::Modern);
    let mut group = Group::new(&mut criterion, "serialize");
    for (name, tool, arguments) in [
        ("a text of 20 bytes", "text", r#"{"bytes":20}"#),
        ("a text of 1 KiB", "text", r#"{"bytes":1024}"#),
        ("a text of 64 KiB", "text", r#"{"bytes":65536}"#),
        ("1 KiB with escapes", "escapes", r#"{"bytes":1024}"#),
        ("a table of 50 rows", "table", r#"{"rows":50}"#),
        ("three content blocks", "blocks", "{}"),
    ] {
        let params = format!(r#""name":"{tool}","arguments":{arguments}"#);
        let answer = wire.first_answer(&modern("tools/call", 1, &params));
        assert!(answer.contains(r#""content""#) && !answer.contains("isError"), "{name}: {answer}");
        group.requests(name, &mut wire, |id| modern("tools/call", id, &params));
    }
    group.requests("tools/list of four", &mut wire, |id| modern("tools/list", id, ""));
    drop(group);
    criterion.final_summary();
}
