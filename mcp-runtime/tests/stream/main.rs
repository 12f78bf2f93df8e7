//! The line-delimited transport, byte by byte.

mod batches;
mod flow;
mod framing;
mod parking;
mod support;
