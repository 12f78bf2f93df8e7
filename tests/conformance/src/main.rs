//! The fixture server for the official conformance suite: `tests/run` starts
//! it with `--http 127.0.0.1:0` and points the suite at the printed address.
//!
//! Names and results of the functions are what the suite's scenarios call and
//! expect; each file holds those of one group of scenarios.

mod ask;
mod content;
mod elicit;
mod failure;
mod greet;
mod header;
mod hold;
mod notify;
mod prompts;
mod resources;
mod samples;
mod task;
mod vocabulary;

use mcp_runtime::prelude::*;

#[tokio::main]
async fn main() -> mcp_runtime::Result<()> {
    let builder = server!().title("Conformance fixtures").state(hold::Held::default());
    let registrar = builder.registrar();
    builder.state(registrar).run().await
}
