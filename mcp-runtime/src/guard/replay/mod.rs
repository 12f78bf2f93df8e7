//! Results that serve more than one call: `cache` and `idempotent`.
//!
//! Concurrent calls with the same key run once. The first one leads; those
//! that come meanwhile wait for what it comes to. Where the leader is given up
//! by its caller, one of them takes its place.

mod following;
mod kept;
mod key;
mod store;

pub(super) use following::Following;
pub(super) use kept::Kept;
pub(super) use key::{CacheGuard, IdempotencyGuard, Ticket};
pub(super) use store::{Lead, Leading, Look};
