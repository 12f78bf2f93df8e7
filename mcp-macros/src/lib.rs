//! The attribute and derive macros of `mcp-runtime`, which re-exports them; depend on that crate
//! instead of this one.

mod diagnostics;
mod entry;
mod expand;
mod literal;
mod model;
mod parse;
#[cfg(test)]
mod snapshots;

use proc_macro::TokenStream;

/// Makes a function a tool.
#[proc_macro_attribute]
pub fn mcp_tool(arguments: TokenStream, item: TokenStream) -> TokenStream {
    entry::mcp_tool(arguments.into(), &item.into()).into()
}

/// Makes the `#[mcp_tool]` methods of an impl block tools.
#[proc_macro_attribute]
pub fn mcp_tools(arguments: TokenStream, item: TokenStream) -> TokenStream {
    entry::mcp_tools(arguments.into(), &item.into()).into()
}

/// Tells clients what an error means and what to do about it.
#[proc_macro_derive(ToolError, attributes(tool_error))]
pub fn tool_error(item: TokenStream) -> TokenStream {
    entry::tool_error(item.into()).into()
}
