//! From the model to code. Nothing here can fail: what could is the model's business.

pub(crate) mod applied;
pub(crate) mod callee;
pub(crate) mod context;
pub(crate) mod default;
pub(crate) mod definition;
pub(crate) mod describe;
pub(crate) mod doc;
pub(crate) mod function;
pub(crate) mod guards;
pub(crate) mod handler;
pub(crate) mod invoke;
pub(crate) mod origin;
pub(crate) mod params;
pub(crate) mod resource;
pub(crate) mod rustdoc;
pub(crate) mod tool_error;
