//! Values written inside attributes: pure parsers and the JSON they become. Those that an operator
//! writes as well are in `mcp-literals`.

pub(crate) mod date;
pub(crate) mod header;
pub(crate) mod json;
pub(crate) mod limit;
pub(crate) mod media_type;
pub(crate) mod number;

pub(crate) use mcp_literals::{breaker, cache, cost, duration, size};
