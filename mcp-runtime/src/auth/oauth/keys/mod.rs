//! The keys by which an issuer's tokens are verified.

mod key;
mod missing;
mod published;
mod set;
mod source;
mod state;

pub(super) use key::Key;
pub(super) use published::{Look, Published};
pub(super) use set::{KeySet, Wanted};
pub(super) use source::Source;
