/// The documentation stays.
#[mcp_tool(timeout = "soon")]
#[inline]
async fn function(
    /// Goes.
    #[arg(min = "x")]
    #[allow(unused)]
    a: u8,
    #[cfg_attr(unix, arg(min = 1))] b: u8,
) -> u8 {
    a + b
}

#[mcp_tools]
impl Weather {
    /// Stays.
    #[mcp_tool(timeout = "soon")]
    fn tool(#[arg] &self, #[arg(min = "x")] a: u8) {}

    fn other(&self, #[cfg(unix)] a: u8) {}
}

#[mcp_tool]
struct NotAFunction;

#[mcp_tools]
fn not_an_impl_block() {}

#[derive(ToolError)]
enum Failure<T> {
    #[tool_error(code = "lower")]
    A(T),
}

#[derive(ToolError)]
union NotAnError {
    a: u8,
}
