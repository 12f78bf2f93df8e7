//! The guards to the millisecond, through the wire, in both eras. Time is
//! moved by hand.

mod breaker;
mod budget;
mod cache;
mod check;
mod clock_jumps;
mod concurrency;
mod heartbeat;
mod idempotency;
mod output;
mod queue;
mod rate;
mod support;
mod timeout;
