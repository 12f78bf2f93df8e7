//! One function for each macro: parse, model, expand, or report and give the item back.

mod block;
mod function;
mod tool_error;
mod type_;

pub(crate) use block::mcp_tools;
pub(crate) use function::{mcp_method, mcp_prompt, mcp_resource, mcp_tool};
pub(crate) use tool_error::tool_error;
pub(crate) use type_::mcp_type;
