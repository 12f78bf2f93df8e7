//! What stands between a request and a tool's code.
//!
//! The order is fixed, outermost first: observe, drain, panic, authenticate,
//! scopes, size, rate, room for a task, validate, the user's checks, idempotency, cache,
//! budget, breaker, concurrency, timeout, handler, output cap. Each guard has
//! a file here; [`Guarded`] is the one place that knows the order.

mod ask;
mod breaker;
mod budget;
mod canonical;
mod concurrency;
mod flood;
mod guarded;
mod heartbeat;
mod held;
mod human;
mod observe;
mod output;
mod panic;
mod rate;
mod replay;
mod reply;
pub(crate) mod settings;
mod stack;
mod table;
mod target;
mod tasking;
mod timeout;

pub(crate) use guarded::Guarded;
use human::human;
pub(crate) use observe::{RecentCall, Record};
pub(crate) use panic::isolate;
pub(crate) use reply::Reply;
pub(crate) use settings::{Concurrency, Defaults, ServerSettings, Settings};
pub(crate) use stack::{Shared, Stack};
pub(crate) use table::{Guards, Table};
pub(crate) use target::Target;
pub(crate) use tasking::Tasking;
