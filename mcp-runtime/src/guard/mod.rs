//! What stands between a request and a tool's code.
//!
//! The order is fixed, outermost first: observe, drain, panic, authenticate,
//! scopes, size, rate, validate, cache, budget, breaker, concurrency, timeout,
//! handler, output cap. Each guard has a file here; [`Guarded`] is the one
//! place that knows the order. So far: panic, validate, timeout.

mod guarded;
mod panic;
mod target;
mod timeout;

pub(crate) use guarded::Guarded;
pub(crate) use panic::isolate;
pub(crate) use target::Target;
