//! Tools, prompts and resources that come and go while a server serves, on the
//! wire in both eras.

mod access;
mod calls;
mod http;
mod lists;
mod model;
mod refused;
#[allow(dead_code)] // it serves the tests of HTTP as well
#[path = "../http/support.rs"]
mod support;
/// What the tests' server needs of its tools: nothing.
mod tools {
    #[derive(Default)]
    pub(crate) struct Gate;
}

use mcp_runtime::prelude::*;
use mcp_runtime::testing::TestClient;
use mcp_runtime::{DynamicPrompt, DynamicResource, DynamicTool, Registrar, ServerBuilder};
use serde_json::Value;

/// A function that servers of these tests do not begin with.
#[mcp_tool(read_only)]
async fn spare(word: String) -> String {
    format!("spare {word}")
}

#[derive(Clone)]
struct Missing;

#[mcp_tool]
async fn needs_a_state(State(_missing): State<Missing>) {}

/// Nothing to begin with.
fn empty() -> ServerBuilder {
    server!().tools([]).prompts([]).resources([])
}

/// A client of each era, each with a server of its own.
async fn both(server: impl Fn() -> ServerBuilder) -> [(TestClient, Registrar); 2] {
    let (modern, legacy) = (server(), server());
    let registrars = [modern.registrar(), legacy.registrar()];
    let [one, other] = registrars;
    [(TestClient::modern(modern).await, one), (TestClient::legacy(legacy).await, other)]
}

/// One that says so.
fn says(name: &str, text: &str) -> DynamicTool {
    let text = text.to_owned();
    DynamicTool::new(name, move |_, _| std::future::ready(text.clone()))
}

fn prompts(name: &str, text: &str) -> DynamicPrompt {
    let text = text.to_owned();
    DynamicPrompt::new(name, move |_, _| std::future::ready(text.clone()))
}

fn reads(name: &str, uri: &str, text: &str) -> DynamicResource {
    let text = text.to_owned();
    DynamicResource::new(name, uri, move |_, _, _| std::future::ready(text.clone()))
}

fn names(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["name"].as_str().unwrap()).collect()
}
