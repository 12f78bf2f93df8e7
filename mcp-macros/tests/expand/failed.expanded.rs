::core::compile_error! {
    "`soon` is not a duration; write whole numbers with a unit each (d, h, m or min, s, ms), such as \"10s\" or \"1m30s\""
}
::core::compile_error! {
    "`min` takes a number; write `min = 1` or `min = LIMIT`"
}
::core::compile_error! {
    "a parameter cannot depend on the configuration; put `#[cfg]` on the function and write one for each case"
}
/// The documentation stays.
#[inline]
async fn function(#[allow(unused)] a: u8, b: u8) -> u8 {
    a + b
}
::core::compile_error! {
    "`soon` is not a duration; write whole numbers with a unit each (d, h, m or min, s, ms), such as \"10s\" or \"1m30s\""
}
::core::compile_error! {
    "`self` is not an argument; remove `#[arg]`"
}
::core::compile_error! {
    "`min` takes a number; write `min = 1` or `min = LIMIT`"
}
impl Weather {
    /// Stays.
    fn tool(&self, a: u8) {}
    fn other(&self, #[cfg(unix)] a: u8) {}
}
::core::compile_error! {
    "`#[mcp_tool]` goes on a function"
}
struct NotAFunction;
::core::compile_error! {
    "`#[mcp_tools]` goes on an impl block; put `#[mcp_tool]` on a function"
}
fn not_an_impl_block() {}
::core::compile_error! {
    "a code is written in capitals, digits and single underscores, such as \"LOWER\""
}
#[automatically_derived]
#[allow(deprecated)]
impl<T> ::mcp_runtime::__private::ToolError for Failure<T>
where
    Failure<
        T,
    >: ::std::error::Error + ::core::marker::Send + ::core::marker::Sync + 'static,
{
    fn report(&self) -> ::mcp_runtime::__private::ErrorReport {
        match self {
            Self::A { .. } => ::mcp_runtime::__private::ErrorReport::internal(),
        }
    }
}
::core::compile_error! {
    "a union cannot be an error; write an enum"
}
