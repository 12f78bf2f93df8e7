#![allow(unused)]

use mcp_runtime::prelude::*;

#[mcp_tool]
struct NotAFunction;

struct Weather;

#[mcp_tool]
impl Weather {}

trait Forecast {
    #[mcp_tool]
    async fn forecast(city: String);
}

#[mcp_tool(read_only)]
#[mcp_tool]
async fn twice() {}

#[mcp_tool]
#[arg(min = 1)]
async fn arg_on_the_function(n: u8) {}

fn main() {}
