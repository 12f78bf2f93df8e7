//! What clients keep for the server, and can neither read nor change: made
//! with one secret that replicas share, so that none of them has to remember.

mod key;
mod once;
mod state;

pub(crate) use key::SigningKey;
pub(crate) use once::{Once, Single, Spent};
pub(crate) use state::{Broken, Seal};
