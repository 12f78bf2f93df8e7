//! One function for each macro: parse, model, expand, or report and give the item back.

mod tool;
mod tool_error;
mod tools;
mod type_;

pub(crate) use tool::mcp_tool;
pub(crate) use tool_error::tool_error;
pub(crate) use tools::mcp_tools;
pub(crate) use type_::mcp_type;
