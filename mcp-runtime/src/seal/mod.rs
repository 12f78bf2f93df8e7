//! What clients keep for the server, and can neither read nor change: made
//! with one secret that replicas share, so that none of them has to remember.

mod key;
mod state;

pub(crate) use key::SigningKey;
pub(crate) use state::{Broken, Seal};
