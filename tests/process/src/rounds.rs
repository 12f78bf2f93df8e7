//! Tools that tell which process they ran in.

use std::process::id;

use mcp_runtime::prelude::*;

#[mcp_type]
struct Guest {
    name: String,
}

#[mcp_type]
struct Seat {
    row: u8,
}

/// The process that runs this.
#[mcp_tool(read_only)]
async fn whereabouts() -> u32 {
    id()
}

/// Books a seat after two questions. Says which processes took part: of the two steps, what they remember.
#[mcp_tool]
async fn book(ctx: Context) -> Result<String, CallError> {
    let first: u32 = ctx.step("first", async { Ok::<_, CallError>(id()) }).await?;
    let name = ctx.elicit::<Guest>("Who?").key("who").await?.accepted().map(|of| of.name);
    let second: u32 = ctx.step("second", async { Ok::<_, CallError>(id()) }).await?;
    let row = ctx.elicit::<Seat>("Where?").key("where").await?.accepted().map(|of| of.row);
    Ok(format!("{name:?} in {row:?}, by {first} {second} {}", id()))
}
