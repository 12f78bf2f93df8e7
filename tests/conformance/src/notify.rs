//! Log messages and progress while a call runs (scenarios
//! `tools-call-with-logging`, `tools-call-with-progress`, `server-stateless`).

use std::time::Duration;

use mcp_runtime::prelude::*;
use mcp_runtime::{DynamicPrompt, DynamicTool, Kind, Registrar, RegistrarError};
use tokio::time::sleep;

/// The suite wants the notifications apart from each other, so that a server
/// that collects them until the end is told from one that streams.
const STEP: Duration = Duration::from_millis(50);

/// Logs three lines to the client.
#[mcp_tool(read_only)]
async fn test_tool_with_logging(ctx: Context) -> &'static str {
    ctx.log(LogLevel::Info, "Tool execution started");
    sleep(STEP).await;
    ctx.log(LogLevel::Info, "Tool processing data");
    sleep(STEP).await;
    ctx.log(LogLevel::Info, "Tool execution completed");
    "logged three lines"
}

/// Logs one line, which only a client that asked for a level may see.
#[mcp_tool(read_only)]
async fn test_logging_tool(ctx: Context) -> &'static str {
    ctx.log(LogLevel::Error, "a line at a level above any threshold but the highest");
    "logged one line"
}

/// Reports progress in three steps.
#[mcp_tool(read_only)]
async fn test_tool_with_progress(ctx: Context) -> &'static str {
    ctx.progress(0.0, Some(100.0));
    sleep(STEP).await;
    ctx.progress(50.0, Some(100.0));
    sleep(STEP).await;
    ctx.progress(100.0, Some(100.0));
    "reported three steps"
}

/// Adds a tool, or removes it where it is there.
#[mcp_tool(read_only)]
async fn test_trigger_tool_change(
    State(registrar): State<Registrar>,
) -> Result<&'static str, Internal> {
    const NAME: &str = "test_added_tool";
    if registrar.remove(Kind::Tool, NAME) {
        return Ok("removed a tool");
    }
    // The suite lists it where another scenario left it.
    let tool = DynamicTool::new(NAME, |_, _| async { "was added" }).description("Was added.");
    let added = registrar.add_tool(tool);
    // Another call may have added it meanwhile, which is a change as well.
    added.or_else(already_there)?;
    Ok("added a tool")
}

/// Adds a prompt, or removes it where it is there.
#[mcp_tool(read_only)]
async fn test_trigger_prompt_change(
    State(registrar): State<Registrar>,
) -> Result<&'static str, Internal> {
    const NAME: &str = "test_added_prompt";
    if registrar.remove(Kind::Prompt, NAME) {
        return Ok("removed a prompt");
    }
    let prompt = DynamicPrompt::new(NAME, |_, _| async { "was added" }).description("Was added.");
    let added = registrar.add_prompt(prompt);
    added.or_else(already_there)?;
    Ok("added a prompt")
}

fn already_there(error: RegistrarError) -> Result<(), RegistrarError> {
    if let RegistrarError::Duplicate(..) = error { Ok(()) } else { Err(error) }
}
