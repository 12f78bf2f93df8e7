//! Calls that go on as tasks, on the wire.

mod bounds;
mod following;
#[cfg(feature = "http")]
mod http;
mod input;
mod jobs;
mod lifecycle;
#[cfg(feature = "http")]
mod nested;
mod records;
mod repeats;
#[cfg(feature = "http")]
#[allow(dead_code)]
#[path = "../http/support.rs"]
mod support;
/// What the server of that needs of its tools: nothing.
#[cfg(feature = "http")]
mod tools {
    #[derive(Default)]
    pub(crate) struct Gate;
}
