//! URI templates (RFC 6570): `"notes://{id}"`, `"files:///{+path}{?page}"`.
//!
//! The RFC says how a template becomes a URI. A server needs the way back as well: which template a
//! URI was made of, and of which values. [`Template`] is any template of the RFC, [`Pattern`] one
//! whose URIs can be read back, [`Set`] the patterns of a server. What can be read back:
//!
//! | Written | Reads | May be absent |
//! |---|---|---|
//! | `{id}` | one segment: no `/`, at least one character | no |
//! | `{+path}` | several segments, without a `/` in front | no |
//! | `{.ext}` | a dot and what follows, up to the next one | yes |
//! | `{/name}`, `{/path*}` | a slash and one segment; several, as a list | yes |
//! | `{;size}` | `;size=..` or `;size`, in the template's order | yes |
//! | `{?page,tag*}`, `{&page}` | parameters of the query in any order; with `*` a list | yes |
//! | `{#part}` | the fragment | yes |
//!
//! With `:3` a value of at most three characters is read. An absent expression with a `*` is an
//! empty list.
//!
//! A template says which part of a URI is whose; [`Pattern::new`] refuses those that do not. Where two
//! expressions touch, the second has to begin with a sign that the first cannot hold, and one alone
//! may leave open how many segments it is. Reserved signs that follow a segment end it. Where a
//! literal of unreserved characters, or the dot of `{.ext}`, can be part of the value in front of it as
//! well, that value takes as much as it can, such that an expression right behind it is present: in
//! `{name}{.ext}`, `a.b.md` is `a.b` and `md`. Of `{/a,b}` the last ones are absent.
//!
//! URIs are compared as RFC 3986, 6.2.2 says: `%7e`, `%7E` and `~` are one character, schemes have no
//! case. Values are decoded once, and are UTF-8 without NUL. None has a segment `..`, however it was
//! written, and what stands for one segment holds neither `/` nor `\`. Such a URI is refused, not
//! left to the next template.

mod chars;
mod compile;
mod expand;
mod matching;
mod normal;
mod parse;
mod pattern;
mod problem;
mod query;
mod safe;
mod scan;
mod set;
mod shape;
mod steps;
mod template;
#[cfg(test)]
mod tests;
mod unit;
mod value;

pub use matching::Refusal;
pub use normal::Uri;
pub use parse::parse;
pub use pattern::{Pattern, Variable};
pub use problem::Problem;
pub use safe::relative_path;
pub use set::{Conflict, Found, Set};
pub use template::{Expression, Modifier, Operator, Part, Template, VarSpec};
pub use value::Value;

/// Templates are at most this many bytes long.
pub const LONGEST_TEMPLATE: usize = 2_048;

/// A template has at most this many variables.
pub const MOST_VARIABLES: usize = 16;

/// URIs are at most this many bytes long. Reading one costs its length times that of the template.
pub const LONGEST_URI: usize = 8_192;
