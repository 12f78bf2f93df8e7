#![allow(unused)]

use mcp_runtime::prelude::*;

struct Weather;
struct Generic<T>(T);

#[mcp_tools(prefx = "weather_", prefix = "bad prefix ")]
impl Weather {
    #[mcp_tool]
    async fn a() {}
}

#[mcp_tools]
impl<T> Generic<T>
where
    T: Clone,
{
    #[mcp_tool]
    async fn b(&self) {}
}

#[mcp_tools]
impl Clone for Weather {
    #[mcp_tool]
    fn clone(&self) -> Self {
        Weather
    }
}

#[mcp_tools]
impl Weather {
    fn not_a_tool(&self) {}
}

#[mcp_tools]
impl Weather {
    #[mcp_tool]
    async fn by_value(self) {}

    #[mcp_tool]
    async fn exclusive(&mut self) {}

    #[mcp_tool]
    async fn boxed(self: Box<Self>) {}

    #[mcp_tool]
    async fn named<'a>(&'a self) {}

    #[mcp_tool(name = "same")]
    async fn one(&self) {}

    #[mcp_tool(name = "same")]
    async fn two(&self) {}

    #[mcp_tool]
    #[mcp_tool]
    async fn twice(&self) {}

    #[mcp_tool(timeout = "soon")]
    async fn bad_setting(&self, #[arg(min = "x")] n: u8) {}
}

#[mcp_tools]
fn not_an_impl_block() {}

#[mcp_tools]
struct NorThis;

fn main() {}
