//! How messages reach the server: byte streams (stdio, memory) and
//! Streamable HTTP. A transport frames, bounds and delivers; what a message
//! means is decided in `dispatch`.

mod cancel;
#[cfg(feature = "http")]
pub(crate) mod http;
mod lines;
pub(crate) mod stdio;
mod stop;
pub(crate) mod stream;

pub(crate) use stop::{Stop, Stopper};
