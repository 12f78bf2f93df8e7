//! JSON Schema, enforced.
//!
//! What a tool advertises as its input schema is what the server checks before the handler runs. [`Validator`] compiles
//! a schema once, at start-up; a valid instance then costs a fraction of a microsecond, and seldom an allocation. An
//! invalid one gets every [`Violation`] at once, in words that a language model can act on:
//!
//! ```
//! # use mcp_runtime::schema::Validator;
//! # use serde_json::json;
//! let validator = Validator::compile(&json!({
//!     "type": "object",
//!     "properties": {
//!         "city": {"type": "string", "maxLength": 80},
//!         "days": {"type": "integer", "minimum": 1, "maximum": 14},
//!     },
//!     "required": ["city"],
//!     "additionalProperties": false,
//! }))?;
//! assert!(validator.validate(&json!({"city": "Oslo", "days": 3})).is_empty());
//!
//! let violations = validator.validate(&json!({"citty": "Oslo", "days": 15}));
//! let said: Vec<_> = violations
//!     .iter()
//!     .map(|violation| format!("{}: {}, not {}", violation.pointer, violation.expected, violation.got))
//!     .collect();
//! assert_eq!(said, [
//!     "/city: the required property `city`, not nothing",
//!     "/citty: no other property; allowed: city, days (did you mean `city`?), not \"Oslo\"",
//!     "/days: an integer from 1 to 14, not 15",
//! ]);
//! # Ok::<(), mcp_runtime::schema::SchemaError>(())
//! ```
//!
//! # What is understood
//!
//! JSON Schema 2020-12, and draft-07 where `$schema` says so. Every keyword is enforced, or is an annotation (`title`,
//! `default`, `format`, anything unknown), or makes [`Validator::compile`] fail; none is quietly half-enforced:
//!
//! - References stay within the document: `#`, `#/...` and anchors. Another document is never fetched, and `$dynamicRef`
//!   is refused.
//! - `format` is an annotation, as in 2020-12. Use `pattern` for what must hold.
//! - `pattern` is ECMA-262 without lookaround, backreferences and Unicode properties: searching takes linear time.
//! - A keyword that only another dialect has, such as `dependencies` in 2020-12, is refused with its replacement.
//!
//! # Bounds
//!
//! Schemas are trusted to be sane and bounded anyway; instances are hostile. Time and memory are polynomial in the two
//! sizes, recursive types with alternatives included, and nothing that `serde_json` reads overflows the stack. What
//! exceeds a bound is invalid.

mod check;
#[cfg(feature = "cli")]
pub(crate) mod compare;
mod compile;
mod describe;
mod dialect;
mod equal;
mod error;
mod got;
pub(crate) mod kind;
mod limits;
mod location;
mod node;
pub(crate) mod null;
mod number;
pub(crate) mod overlay;
mod pattern;
mod place;
mod reference;
mod report;
mod rules;
#[cfg(feature = "cli")]
mod standalone;
mod survey;
#[cfg(test)]
mod tests;
mod types;
mod validator;
mod violation;

#[cfg(feature = "cli")]
pub(crate) use self::reference::resolve;
#[cfg(feature = "cli")]
pub(crate) use self::standalone::standalone;
pub use self::{
    error::SchemaError,
    limits::MAX_VIOLATIONS,
    validator::Validator,
    violation::{Violation, Violations},
};

/// Names the header in which HTTP clients repeat an argument (specification 2026-07-28, server/tools).
pub(crate) const HEADER: &str = "x-mcp-header";
