//! Clients that are told of changes, in both eras and on both transports.

#[cfg(feature = "http")]
mod http;
mod notes;
#[cfg(feature = "http")]
mod sessions;
mod stream;
#[cfg(feature = "http")]
#[allow(dead_code)]
#[path = "../http/support.rs"]
mod support;
#[cfg(feature = "http")]
#[allow(dead_code)]
#[path = "../http/tools.rs"]
mod tools;
