//! How much is allowed: windows, budgets and breakers as plain state machines.
//!
//! Nothing here knows HTTP, MCP or a clock. Time is a number of nanoseconds
//! that the caller passes in, so every promise can be tested to the tick.

mod breaker;
mod key;
mod keyed;
mod spend;
mod subscriber;
mod window;

pub(crate) use breaker::{Breaker, Permit, Phase, Verdict};
pub(crate) use key::{Key, Keys};
pub(crate) use keyed::{Keyed, Slot};
pub(crate) use spend::Spend;
pub(crate) use subscriber::{network, subscriber};
pub(crate) use window::{History, Limit, Rule, Standing};

/// Nanoseconds since an instant of the caller's choice.
pub(crate) type Ticks = u64;
