// A module, a re-export and a tool of one name, tools in functions, tools made by macros, conditional tools.

use mcp_runtime::prelude::*;

mod search {
    use mcp_runtime::prelude::*;

    #[mcp_tool]
    pub async fn search(text: String) -> String {
        text
    }
}

pub use search::search;

#[mcp_tool]
#[cfg(any())]
async fn never(value: DoesNotExist) {}

#[cfg(not(any()))]
#[mcp_tool]
async fn always() {}

#[cfg_attr(not(any()), mcp_tool(read_only))]
async fn sometimes() {}

macro_rules! tools_for {
    ($($name:ident: $ty:ty = $default:expr, $timeout:literal;)*) => {$(
        #[mcp_tool(timeout = $timeout)]
        async fn $name(#[arg(default = $default, min = $default)] value: $ty, list: Vec<$ty>) -> $ty {
            value + list[0]
        }
    )*};
}

tools_for! {
    bytes: u8 = 3, "1s";
    floats: f64 = 1.5, "2s";
}

struct Weather;

#[mcp_tools]
impl Weather {
    #![allow(dead_code)]

    #[cfg(any())]
    #[mcp_tool]
    async fn never(&self, value: DoesNotExist) {}

    #[mcp_tool]
    #[cfg(not(any()))]
    async fn always(&self) {}
}

fn main() {
    #[mcp_tool]
    async fn inner(text: String) -> String {
        text
    }
    let _ = tools![search, always, sometimes, bytes, floats, Weather::always, inner];
}
