//! What the attributes mean. A value of these types is valid: expansion has nothing left to refuse.

pub(crate) mod action;
pub(crate) mod argument;
pub(crate) mod constraint;
pub(crate) mod guards;
pub(crate) mod handler;
pub(crate) mod method;
pub(crate) mod name;
pub(crate) mod param;
pub(crate) mod pattern;
pub(crate) mod resource;
pub(crate) mod runtime;
pub(crate) mod self_type;
pub(crate) mod signature;
pub(crate) mod tool_error;

pub(crate) mod types;
mod variables;
