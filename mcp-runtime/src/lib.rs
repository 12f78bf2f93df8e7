//! The runtime of MCP servers whose tools are plain functions annotated with
//! [`#[mcp_tool]`](macro@mcp_tool).
//!
//! ```no_run
//! use mcp_runtime::prelude::*;
//!
//! /// Adds two numbers.
//! #[mcp_tool(timeout = "5s", read_only)]
//! async fn add(a: f64, b: f64) -> f64 {
//!     a + b
//! }
//!
//! #[tokio::main]
//! async fn main() -> mcp_runtime::Result<()> {
//!     server!().run().await
//! }
//! ```
//!
//! # Layers
//!
//! Each module may use those before it in this list, never after:
//! [`error`], [`clock`], `log`, `protocol`, [`schema`], `limit`, `notify`, `seal`, `auth`, `usage`,
//! `trace`, `handler`, `task`, `guard`, `policy`, `dispatch`, `health`, `observe`, `transport`, `server`, `cli`,
//! [`testing`].
//! `docs/architecture.md` in the repository has the map and the reasons.

// What only HTTP asks of an answer or of the command line lies idle without it.
#![cfg_attr(not(feature = "http"), allow(dead_code, unused_imports, unused_mut, unused_variables))]

mod auth;
mod cli;
pub mod clock;
mod dispatch;
pub mod error;
mod guard;
mod handler;
mod health;
mod limit;
#[cfg(feature = "log")]
mod log;
mod notify;
mod observe;
mod policy;
mod protocol;
pub mod schema;
mod seal;
mod server;
mod task;
pub mod testing;
mod trace;
mod transport;
mod usage;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
#[cfg(all(fuzzing, feature = "http"))]
#[doc(hidden)]
pub use transport::http::fuzz as __fuzz;
pub mod prelude;

pub use auth::{
    ApiKeys, Attempt, Authenticator, Credential, KeyDigest, KeyRecord, KeyRecordError, Minted,
    Optional, Principal, Rejection, Scheme, Scopes,
};
#[cfg(feature = "oauth")]
pub use auth::{Introspection, JwtAlgorithm, JwtTokens};
pub use error::{
    CallError, Error, ErrorReport, Internal, IntoCallError, Result, StartupError, ToolError,
};
pub use handler::{
    Asking, CallId, Caller, CompleteRequest, Context, DynamicGuards, DynamicPrompt,
    DynamicResource, DynamicTool, Elicit, ElicitUrl, Elicited, FromContext, Generators, GuardCall,
    HandlerRef, IntoContent, IntoMethodOutput, IntoPromptOutput, IntoResourceOutput,
    IntoToolOutput, Json, Listed, Measured, MethodOutput, Mirrored, Parameter, PromptMessage,
    PromptOutput, Ranged, Requirements, ResourceOutput, Root, Sample, Sampling, Scalar, State,
    Textual, ToolOutput,
};
pub use health::{IntoReadiness, ReadinessOptions};
pub use mcp_macros::{
    ToolError, mcp_method, mcp_prompt, mcp_resource, mcp_tool, mcp_tools, mcp_type,
};
pub use notify::Notifier;
pub use protocol::{CacheScope, ClientCapabilities, LogLevel, ProtocolVersion, content, meta_key};
#[cfg(all(unix, feature = "http"))]
pub use server::UnixSocket;
#[cfg(feature = "http")]
pub use server::{BoundServer, Shutdown};
pub use server::{NewHandler, Registrar, RegistrarError, Server, ServerBuilder};
pub use trace::TraceContext;
#[cfg(feature = "http")]
pub use transport::http::ForwardedHeader;
#[cfg(feature = "tls")]
pub use transport::http::Tls;
pub use usage::{Amount, Kind, LedgerError, LedgerOptions, Usage};

#[cfg(feature = "http")]
pub use axum;
pub use {schemars, serde, serde_json, tokio};

/// Starts to describe a server with the name and version of the calling
/// crate, as its Cargo.toml has them.
///
/// ```
/// use mcp_runtime::prelude::*;
///
/// let builder = server!().instructions("Search before you read.");
/// ```
#[macro_export]
macro_rules! server {
    () => {
        $crate::Server::builder(::core::env!("CARGO_PKG_NAME"), ::core::env!("CARGO_PKG_VERSION"))
    };
}

/// A list of tools by their functions, for
/// [`ServerBuilder::tools`](crate::ServerBuilder::tools).
#[macro_export]
macro_rules! tools {
    ($($tool:expr),* $(,)?) => {
        [$($crate::HandlerRef::of(&$tool)),*]
    };
}

/// [`tools!`] of prompts, for [`ServerBuilder::prompts`](crate::ServerBuilder::prompts).
#[macro_export]
macro_rules! prompts {
    ($($prompt:expr),* $(,)?) => {
        [$($crate::HandlerRef::of(&$prompt)),*]
    };
}

/// [`tools!`] of resources, for [`ServerBuilder::resources`](crate::ServerBuilder::resources).
#[macro_export]
macro_rules! resources {
    ($($resource:expr),* $(,)?) => {
        [$($crate::HandlerRef::of(&$resource)),*]
    };
}

/// [`tools!`] of methods of your own, for [`ServerBuilder::methods`](crate::ServerBuilder::methods).
#[macro_export]
macro_rules! methods {
    ($($method:expr),* $(,)?) => {
        [$($crate::HandlerRef::of(&$method)),*]
    };
}

/// The repository's pages, so that their examples are compiled and run.
#[cfg(doctest)]
mod pages {
    #[doc = include_str!("../../docs/tools.md")]
    struct Tools;
    #[doc = include_str!("../../docs/asking.md")]
    struct Asking;
    #[doc = include_str!("../../docs/tasks.md")]
    struct Tasks;
    #[doc = include_str!("../../docs/prompts.md")]
    struct Prompts;
    #[doc = include_str!("../../docs/resources.md")]
    struct Resources;
    #[doc = include_str!("../../docs/extensions.md")]
    struct Extensions;
    #[doc = include_str!("../../docs/dynamic.md")]
    struct Dynamic;
    #[doc = include_str!("../../docs/guards.md")]
    struct Guards;
    #[doc = include_str!("../../docs/operations.md")]
    struct Operations;
    #[doc = include_str!("../../docs/tracing.md")]
    struct Tracing;
    #[cfg(feature = "oauth")]
    #[doc = include_str!("../../docs/security.md")]
    struct Security;
}
