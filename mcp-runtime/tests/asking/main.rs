//! Clients of the older revisions that are asked on the stream of a call, and
//! streams that they come back to.

#[cfg(feature = "http")]
mod bursts;
#[cfg(feature = "http")]
mod http;
#[cfg(feature = "http")]
mod leaving;
mod questions;
#[cfg(feature = "http")]
mod replicas;
#[cfg(feature = "http")]
mod resuming;
mod stream;
#[cfg(feature = "http")]
#[allow(dead_code)]
#[path = "../http/support.rs"]
mod support;
#[cfg(feature = "http")]
#[allow(dead_code)]
#[path = "../http/tools.rs"]
mod tools;
