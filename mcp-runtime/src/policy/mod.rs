//! What the guards are to do, once everybody was heard: the attributes of each
//! tool, the program's defaults, and the operator, who has the last word in a
//! file (`mcp.toml`) and in environment variables.
//!
//! [`resolve`] is pure; [`Sources`] reads the file and the environment for it.
//! Either all of a policy is right or none of it takes effect.

mod choose;
mod consistency;
mod convert;
mod environment;
#[cfg(feature = "policy")]
mod file;
mod json;
mod key;
mod layer;
#[cfg(feature = "policy")]
mod lines;
mod mistake;
mod place;
mod program;
mod raw;
mod resolve;
mod sources;
mod table;
#[cfg(all(test, feature = "policy"))]
mod tests;
mod value;

pub(crate) use program::{HandlerPolicy, Program};
pub(crate) use resolve::Policy;
pub(crate) use sources::Sources;
