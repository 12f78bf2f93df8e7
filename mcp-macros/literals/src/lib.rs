//! How durations, rates, sizes, amounts, keys and URI templates are written, in an attribute of `mcp-macros`
//! and in the operator's policy or at run time in `mcp-runtime` alike. Both depend on this crate;
//! nobody else needs to.
//!
//! A proc-macro crate can export nothing but macros, and the runtime must not carry a parser of
//! Rust: so the grammar is here, without any dependency. Every parser takes the text between the
//! quotes. Its error is a sentence that quotes the text and says what to write instead. What is
//! displayed is read again as the same value.

pub mod breaker;
pub mod budget;
pub mod cache;
pub mod cost;
pub mod duration;
pub mod meta_key;
mod per;
pub mod rate;
pub mod scope;
pub mod size;
mod suggest;
pub mod uri;
mod window;

pub use breaker::Breaker;
pub use budget::Budget;
pub use cache::Cache;
pub use cost::Cost;
pub use per::Per;
pub use rate::Rate;
pub use suggest::nearest;
