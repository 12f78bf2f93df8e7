// The runtime under another name and behind another crate's re-export.

mod facade {
    pub use mcp_runtime as inner;
}

mod mcp_runtime {
    // Unrooted paths would lead here.
}

use facade::inner as rt;
use rt::prelude::*;

#[mcp_tool(crate = crate::facade::inner)]
async fn by_full_path(#[arg(default = 3, min = 1)] n: u8) -> u8 {
    n
}

#[mcp_tool(crate = rt)]
fn by_alias(text: String) -> String {
    text
}

#[mcp_tool]
async fn rooted(text: String) -> String {
    text
}

struct Weather;

#[mcp_tools(crate = rt)]
impl Weather {
    #[mcp_tool]
    async fn method(&self) {}
}

#[derive(Debug, thiserror::Error, ToolError)]
#[error("x")]
#[tool_error(code = "A", details(0), crate = crate::facade::inner)]
struct Failure<T>(T);

fn main() {
    let _ = rt::tools![by_full_path, by_alias, rooted, Weather::method];
    let _ = Failure(3);
}
