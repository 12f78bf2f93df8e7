//! Tools that ask, and what their clients say.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use mcp_runtime::prelude::*;
use serde_json::{Value, json};

#[mcp_type]
pub(crate) struct Seat {
    pub(crate) row: u8,
}

/// How often something ran, or was given up.
#[derive(Clone, Default)]
pub(crate) struct Runs(Arc<AtomicUsize>);

impl Runs {
    pub(crate) fn add(&self) -> usize {
        self.0.fetch_add(1, Ordering::SeqCst) + 1
    }

    pub(crate) fn get(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

struct OnDrop(Runs);

impl Drop for OnDrop {
    fn drop(&mut self) {
        self.0.add();
    }
}

/// Books a seat after two questions; the clock does not run meanwhile.
#[mcp_tool(timeout = "30s")]
pub(crate) async fn book(ctx: Context, State(runs): State<Runs>) -> Result<String, CallError> {
    let _given_up = OnDrop(runs.clone());
    let run: usize = ctx.step("run", async { Ok::<_, CallError>(runs.add()) }).await?;
    let seat = match ctx.elicit::<Seat>("Which row?").await? {
        Elicited::Accepted(Seat { row }) => row.to_string(),
        Elicited::Declined => return Ok("declined".to_owned()),
        Elicited::Cancelled => return Ok("cancelled".to_owned()),
    };
    let said = ctx.sample("Say hello", 10).await?;
    Ok(format!("run {run}, row {seat}, {}", said.text()))
}

/// Never ends once it was answered.
#[mcp_tool(timeout = "30s")]
pub(crate) async fn book_slowly(ctx: Context) -> Result<String, CallError> {
    ctx.elicit::<Seat>("Which row?").await?;
    std::future::pending().await
}

/// Asks for everything at once.
#[mcp_tool]
pub(crate) async fn ask_all(ctx: Context) -> Result<String, CallError> {
    let seat = async { ctx.elicit::<Seat>("Which row?").await };
    let went = async { ctx.elicit_url("Sign in", "https://example.com/in").await };
    let (seat, went, roots) = tokio::try_join!(seat, went, ctx.roots())?;
    let row = seat.accepted().map(|seat| seat.row).unwrap_or_default();
    Ok(format!("{row} {} {}", went == Elicited::Accepted(()), roots.len()))
}

/// Asks the model, which may use a tool.
#[mcp_tool]
pub(crate) async fn ask_with_tools(ctx: Context) -> Result<String, CallError> {
    let tools = json!([{ "name": "look", "inputSchema": { "type": "object" } }]);
    Ok(ctx.sample("Hello", 10).param("tools", tools).await?.text())
}

/// Asks for its client's roots.
#[mcp_tool]
pub(crate) async fn roots(ctx: Context) -> Result<String, CallError> {
    Ok(ctx.roots().await?.len().to_string())
}

/// Asks more at once than a call may.
#[mcp_tool]
pub(crate) async fn ask_too_much(ctx: Context) -> Result<String, CallError> {
    let all = (0..17).map(|_| ctx.roots());
    let all = futures_util::future::try_join_all(all).await?;
    Ok(all.len().to_string())
}

/// Asks two things, and waits for one of them.
#[mcp_tool]
pub(crate) async fn ask_either(ctx: Context) -> Result<String, CallError> {
    let seat = async { ctx.elicit::<Seat>("Which row?").await };
    tokio::select! {
        roots = ctx.roots() => Ok(format!("{} roots", roots?.len())),
        seat = seat => Ok(format!("row {}", seat?.accepted().map_or(0, |seat| seat.row))),
    }
}

/// Its result is kept for those who ask the same.
#[mcp_tool(read_only, cache = "1h public")]
pub(crate) async fn ask_and_keep(ctx: Context) -> Result<String, CallError> {
    Ok(ctx.elicit::<Seat>("Which row?").await?.accepted().map_or(0, |seat| seat.row).to_string())
}

pub(crate) fn everything() -> Value {
    json!({ "elicitation": { "form": {}, "url": {} }, "sampling": {}, "roots": {} })
}

pub(crate) fn initialize(version: &str, capabilities: &Value) -> Value {
    json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
        "protocolVersion": version, "capabilities": capabilities,
        "clientInfo": {"name": "old", "version": "1"}}})
}

pub(crate) fn call(id: u32, name: &str) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "method": "tools/call",
        "params": {"name": name, "arguments": {}}})
}

pub(crate) fn answer(question: &Value, result: &Value) -> Value {
    json!({"jsonrpc": "2.0", "id": question["id"], "result": result})
}

pub(crate) fn row(row: u8) -> Value {
    json!({ "action": "accept", "content": { "row": row } })
}

pub(crate) fn said(text: &str) -> Value {
    json!({ "role": "assistant", "model": "m", "content": { "type": "text", "text": text } })
}

/// The text of a call's result.
pub(crate) fn text(message: &Value) -> &str {
    message["result"]["content"][0]["text"].as_str().unwrap_or_else(|| panic!("text: {message}"))
}

/// The error object of a failed call.
pub(crate) fn error(message: &Value) -> Value {
    assert_eq!(message["result"]["isError"], true, "{message}");
    serde_json::from_str(text(message)).unwrap()
}
