//! What a file of tools needs: `use mcp_runtime::prelude::*;`.
//!
//! `tokio` is included so that `#[tokio::main]` works without a dependency of
//! your own.

pub use crate::content::{Content, ResourceContents, ResourceLink, Role};
pub use crate::{
    ApiKeys, Attempt, Authenticator, CallError, Context, Elicited, FromContext, GuardCall,
    Internal, Json, LogLevel, Principal, PromptMessage, PromptOutput, Rejection, Requirements,
    ResourceOutput, State, ToolError, ToolOutput, mcp_method, mcp_prompt, mcp_resource, mcp_tool,
    mcp_tools, mcp_type, methods, prompts, resources, server, tools,
};
pub use tokio;
