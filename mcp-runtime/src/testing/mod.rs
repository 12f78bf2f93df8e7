//! Testing tools in process, over the real wire format.
//!
//! [`TestClient`] serializes requests, sends them through the transport's
//! own code and parses the answers: what passes here passes over stdio.
//!
//! ```standalone_crate
//! use mcp_runtime::prelude::*;
//! use mcp_runtime::testing::{TestClient, json};
//!
//! /// Adds two numbers.
//! #[mcp_tool]
//! async fn add(a: f64, b: f64) -> f64 {
//!     a + b
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let client = TestClient::modern(server!()).await;
//! client.call("add", json!({"a": 1, "b": 2})).await.assert_text("3");
//! client.call("add", json!({"a": 1})).await.assert_error("INVALID_INPUT");
//! # }
//! ```
//!
//! Time is moved by hand with [`ManualClock`]: pass a clone to
//! `ServerBuilder::clock`, then [`advance`](ManualClock::advance) it past a
//! timeout instead of waiting for one.

mod answers;
mod client;
mod inbox;
mod offers;
mod outcome;
mod tasks;
mod writer;

pub use crate::clock::ManualClock;
pub use client::{InFlight, TestClient};
pub use outcome::Outcome;
pub use serde_json::json;
