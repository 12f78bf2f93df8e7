//! Nothing in generated code may disturb a crate that is strict about its own.
//!
//! `ui.rs` includes this file once more, so that clippy reads it too.

#![deny(
    missing_docs,
    unused,
    rust_2018_idioms,
    unreachable_pub,
    unused_qualifications,
    single_use_lifetimes,
    trivial_casts,
    clippy::all,
    clippy::pedantic
)]
#![forbid(unsafe_code)]

use std::time::Duration;

use mcp_runtime::prelude::*;

/// Adds two numbers.
#[mcp_tool(read_only, idempotent, timeout = "5s")]
pub(crate) async fn add(a: f64, #[arg(default = 1.0, min = 0)] b: f64) -> f64 {
    a + b
}

async fn allowed(call: GuardCall) -> Result<(), CallError> {
    drop(call);
    std::future::ready(Ok(())).await
}

/// Guarded.
#[mcp_tool(rate = ["5/s", "60/min per server"], cost = 2, budget = "60/day", guard = [allowed, Weather::allowed])]
async fn guarded() {}

/// Waits.
#[mcp_tool]
async fn wait(ctx: Context, #[arg(default)] list: Vec<u8>, #[arg(default = u8::MAX)] most: u8) {
    let _ = (ctx, list, most);
    std::future::ready(()).await;
}

/// Not async, and consumes nothing.
#[mcp_tool]
fn length(text: String) -> usize {
    text.len()
}

#[deprecated]
#[mcp_tool]
async fn old() {}

fn most() -> u8 {
    u8::MAX
}

#[mcp_tool]
fn nothing() {}

/// Every kind of default.
#[mcp_tool]
async fn defaults(
    #[arg(default)] of_type: Vec<String>,
    #[arg(default = "text")] text: String,
    #[arg(default = most())] call: u8,
    #[arg(default = Vec::new())] path: Vec<u8>,
    #[arg(default = -1)] number: i64,
) -> usize {
    drop((of_type, path, number, call));
    text.len()
}

/// A struct with tools.
#[derive(Debug)]
pub(crate) struct Weather {
    degrees: u8,
}

#[mcp_tools]
impl Weather {
    async fn allowed(_: GuardCall) -> Result<(), CallError> {
        std::future::ready(Ok(())).await
    }

    /// A method.
    #[mcp_tool(concurrency = 4, queue = 2, breaker = "5/30s", max_output = "1KB", guard = Self::allowed)]
    async fn forecast(&self) -> u8 {
        self.degrees
    }

    #[mcp_tool]
    fn blocking(&self, #[arg(min = 1)] days: u8) -> u8 {
        self.degrees + days
    }
}

/// Everything that can go wrong.
#[derive(Debug, thiserror::Error, ToolError)]
pub(crate) enum Failure {
    /// A.
    #[error("a")]
    #[tool_error(code = "A", action = "Wait {wait:?}.", retry_after = wait, details(wait))]
    A {
        /// How long.
        wait: Duration,
    },
    /// B.
    #[error("b")]
    #[tool_error(code = "B")]
    #[deprecated]
    #[allow(dead_code)]
    B,
    /// C.
    #[error("c")]
    C,
}

pub(crate) fn main() {
    let _ = tools![add, wait, length, Weather::forecast];
    let _ = [Failure::A { wait: Duration::ZERO }, Failure::C];
    let _ = Weather { degrees: 1 };
}
