//! What it costs to bring a call to its handler: metadata, look-up,
//! arguments and their schema, guards. The handlers do next to nothing.

#[allow(dead_code, unused_imports)] // each benchmark uses a part of it
mod support;

use std::fmt::Write as _;

use criterion::Criterion;
use mcp_runtime::prelude::*;
use support::{Era, Group, Wire, legacy, modern};

/// Adds two numbers.
#[mcp_tool]
async fn add(a: f64, b: f64) -> f64 {
    a + b
}

/// Lets other tasks run first, as a handler that waits does.
#[mcp_tool]
async fn later() {
    tokio::task::yield_now().await;
}

/// Uses all that a handler can be given.
#[mcp_tool]
async fn given(ctx: Context, State(offset): State<u32>, n: u32) -> u32 {
    u32::from(ctx.is_cancelled()) + offset + n
}

/// Has a schema that the types alone do not enforce.
#[mcp_tool]
async fn constrained(
    #[arg(min_length = 1, max_length = 80, pattern = "^[a-z ]+$")] words: String,
    #[arg(min = 1, max = 100)] limit: u32,
    #[arg(one_of = ["asc", "desc"])] order: String,
) -> usize {
    words.len() + order.len() + limit as usize
}

/// Has many arguments, most of them left out.
#[allow(clippy::many_single_char_names, clippy::too_many_arguments)] // what is measured
#[mcp_tool]
async fn many(
    a: u32,
    b: Option<u32>,
    c: Option<u32>,
    d: Option<String>,
    e: Option<String>,
    f: Option<bool>,
    #[arg(default = 7)] g: u32,
    #[arg(default = true)] h: bool,
) -> u32 {
    let texts = [d, e].iter().flatten().count();
    let flags = u32::from(f.unwrap_or(h));
    a + b.unwrap_or(0) + c.unwrap_or(0) + g + flags + u32::try_from(texts).unwrap_or(0)
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let server = || server!().state(1u32).tools(tools![add, constrained, given, later, many]);
    let mut modern_wire = Wire::connect(server(), Era::Modern);
    let mut legacy_wire = Wire::connect(server(), Era::Legacy);
    let mut group = Group::new(&mut criterion, "dispatch");
    for (name, tool, arguments, fails) in [
        ("two numbers", "add", r#""a":2,"b":3.5"#, false),
        ("context and state", "given", r#""n":3"#, false),
        (
            "a constrained schema",
            "constrained",
            r#""words":"lorem ipsum","limit":5,"order":"asc""#,
            false,
        ),
        ("eight arguments, six left out", "many", r#""a":1,"d":"x""#, false),
        ("a handler that waits", "later", "", false),
        ("three violations", "constrained", r#""words":"UPPER","limit":500,"order":"up""#, true),
    ] {
        let params = call(tool, arguments);
        let answer = modern_wire.first_answer(&modern("tools/call", 1, &params));
        assert_eq!(answer.contains("isError"), fails, "{name}: {answer}");
        group.requests(name, &mut modern_wire, |id| modern("tools/call", id, &params));
    }
    let params = call("add", r#""a":2,"b":3.5"#);
    group.requests("two numbers, handshake era", &mut legacy_wire, |id| {
        legacy("tools/call", id, &params)
    });
    group.requests("ping", &mut legacy_wire, |id| legacy("ping", id, ""));
    drop(group);
    criterion.final_summary();
}

fn call(tool: &str, arguments: &str) -> String {
    let mut params = String::new();
    let _ = write!(params, r#""name":"{tool}","arguments":{{{arguments}}}"#);
    params
}
