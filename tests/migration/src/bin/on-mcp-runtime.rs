//! The store room on mcp-runtime.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use mcp_runtime::ApiKeys;
use mcp_runtime::prelude::*;

#[derive(Clone)]
struct StoreRoom {
    shelves: Arc<Mutex<BTreeMap<String, u32>>>,
}

#[derive(Debug, thiserror::Error, ToolError)]
enum StoreError {
    #[error("there is no shelf for {0:?}")]
    #[tool_error(code = "NO_SUCH_ITEM", action = "Call stocktake to see what there is.")]
    Unknown(String),
    #[error("only {left} of {item} are left")]
    #[tool_error(code = "NOT_ENOUGH", action = "Take at most {left}.", details(left))]
    NotEnough { item: String, left: u32 },
}

/// Takes something from its shelf.
#[mcp_tool]
async fn take(
    /// What to take, such as "paper".
    item: String,
    /// How many of it.
    #[arg(default = 1, min = 1, max = 20)]
    count: u32,
    caller: Principal,
    State(room): State<StoreRoom>,
) -> Result<String, StoreError> {
    let mut shelves = room.shelves.lock().unwrap();
    let Some(left) = shelves.get_mut(&item) else {
        return Err(StoreError::Unknown(item));
    };
    if *left < count {
        return Err(StoreError::NotEnough { item, left: *left });
    }
    *left -= count;
    Ok(format!("{count} of {item} for {}, {left} left", caller.subject()))
}

/// Counts what is on all shelves.
#[mcp_tool(read_only)]
async fn stocktake(State(room): State<StoreRoom>, ctx: Context) -> String {
    let shelves = room.shelves.lock().unwrap().clone();
    let mut lines = Vec::new();
    for (number, (item, left)) in (1_u32..).zip(&shelves) {
        ctx.progress_message(f64::from(number), Some(shelves.len() as f64), item);
        lines.push(format!("{item}: {left}"));
    }
    lines.join("\n")
}

fn main() -> mcp_runtime::Result<()> {
    let shelves = BTreeMap::from([("paper".to_owned(), 10), ("pens".to_owned(), 25)]);
    server!()
        .state(StoreRoom { shelves: Arc::new(Mutex::new(shelves)) })
        .auth(ApiKeys::from_env("API_KEYS")?)
        .run_blocking()
}
