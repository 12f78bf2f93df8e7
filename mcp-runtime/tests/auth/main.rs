//! Who is let in, and who may do what, as a client sees it.

#[cfg(feature = "http2")]
mod http2;
mod lists;
mod metadata;
mod principals;
mod records;
mod refused;
mod scopes;
mod secrets;
mod sessions;
mod startup;
mod stdio;
#[allow(dead_code)] // it serves the tests of HTTP as well
#[path = "../http/support.rs"]
mod support;
mod tools;
