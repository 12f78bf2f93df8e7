//! The fixture server for the official conformance suite: `tests/run` starts
//! it with `--http 127.0.0.1:0` and points the suite at the printed address.
//!
//! Names and results of the functions are what the suite's scenarios call and
//! expect; each file holds those of one group of scenarios.

mod ask;
mod carried;
mod content;
mod elicit;
mod failure;
mod greet;
mod header;
mod hold;
mod live;
mod notify;
mod prompts;
mod resources;
mod samples;
mod task;
mod vocabulary;

use std::collections::BTreeMap;
use std::time::Duration;

use mcp_runtime::prelude::*;

#[tokio::main]
async fn main() -> mcp_runtime::Result<()> {
    let mut builder = server!()
        .title("Conformance fixtures")
        .state(hold::Held::default())
        .extension(carried::EXTENSION, BTreeMap::from([("words", ["hello"])]));
    // What only a test of real clients wants smaller than it is.
    if let Some(size) = number("FIXTURES_PAGE_SIZE") {
        builder = builder.page_size(size);
    }
    if let Some(most) = number("FIXTURES_SUBSCRIPTIONS_PER_CALLER") {
        builder = builder.max_subscriptions_per_caller(most);
    }
    if let Some(millis) = number("FIXTURES_DRAIN_MILLIS") {
        builder = builder.drain(Duration::from_millis(millis as u64));
    }
    let registrar = builder.registrar();
    builder.state(registrar).run().await
}

fn number(variable: &str) -> Option<usize> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable}={text} is no number")))
}
