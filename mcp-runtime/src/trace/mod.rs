//! Where a call stands in a trace that spans services: W3C Trace Context, in
//! and out, and with the feature `otlp` the spans and metrics of it.
//!
//! Nothing here knows tools, guards or transports.

mod context;
#[cfg(feature = "otlp")]
pub(crate) mod otlp;

pub use context::TraceContext;
