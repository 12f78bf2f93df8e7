//! Tools that run as tasks (the extension `io.modelcontextprotocol/tasks`).

use std::time::Duration;

use mcp_runtime::prelude::*;

#[mcp_type]
struct Confirmation {
    confirm: bool,
}

#[mcp_type]
struct Name {
    name: String,
}

/// Takes its time.
#[mcp_tool(task, timeout = "5m")]
async fn slow_compute(
    /// How long, in seconds.
    #[arg(max = 120)]
    seconds: u32,
    #[arg(default)] label: String,
) -> String {
    if seconds > 0 {
        tokio::time::sleep(Duration::from_secs(seconds.into())).await;
    }
    format!("{label}: computed for {seconds} s")
}

/// Fails after a while.
#[mcp_tool(task = "required")]
async fn failing_job() -> Result<String, CallError> {
    tokio::time::sleep(Duration::from_secs(1)).await;
    Err(CallError::new("JOB_FAILED", "the job failed, as it always does"))
}

/// Asks its client for what it has not declared, which is a fault of the protocol.
#[mcp_tool(task)]
async fn protocol_error_job(ctx: Context) -> Result<String, CallError> {
    tokio::time::sleep(Duration::from_millis(100)).await;
    let roots = ctx.roots().await?;
    Ok(format!("{} roots", roots.len()))
}

/// Asks in the middle of its work.
#[mcp_tool(task)]
async fn confirm_delete(filename: String, ctx: Context) -> Result<String, CallError> {
    tokio::time::sleep(Duration::from_millis(50)).await;
    let asked = ctx.elicit::<Confirmation>(format!("Delete {filename}?")).await?;
    let confirmed = asked.accepted().is_some_and(|of| of.confirm);
    Ok(format!("{filename}: {}", if confirmed { "deleted" } else { "kept" }))
}

/// Asks two at once in the middle of its work.
#[mcp_tool(task)]
async fn multi_input(ctx: Context) -> Result<String, CallError> {
    tokio::time::sleep(Duration::from_millis(50)).await;
    let name = async { ctx.elicit::<Name>("What is your name?").key("name").await };
    let confirmed = async { ctx.elicit::<Confirmation>("Go on?").key("confirm").await };
    let (name, confirmed) = tokio::try_join!(name, confirmed)?;
    let name = name.accepted().map_or_else(|| "nobody".to_owned(), |of| of.name);
    Ok(format!("{name}: {}", confirmed.accepted().is_some_and(|of| of.confirm)))
}

/// Asks before it is a task.
#[mcp_tool(name = "test_tool_with_task", task = "required")]
async fn asks_first(ctx: Context) -> Result<String, CallError> {
    let name = ctx.elicit::<Name>("What is your name?").key("user_name").await?;
    tokio::time::sleep(Duration::from_millis(100)).await;
    Ok(name.accepted().map_or_else(|| "Hello!".to_owned(), |of| format!("Hello, {}!", of.name)))
}
