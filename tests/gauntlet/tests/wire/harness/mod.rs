//! One way to call a tool, whatever the transport and the era.

mod answer;
mod client;
mod door;
mod http;
mod issuer;
mod ledger;
mod message;
mod process;
mod response;
mod route;
mod scratch;
mod setup;
mod stdio;
mod way;

use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

pub(crate) use answer::Answer;
pub(crate) use door::{Caller, Door};
use http::Http;
pub(crate) use issuer::{Issuer, with};
pub(crate) use ledger::Ledger;
pub(crate) use message::Era;
pub(crate) use process::{Finished, Process};
pub(crate) use response::Response;
pub(crate) use route::on_every_route;
pub(crate) use scratch::Scratch;
pub(crate) use setup::Setup;
pub(crate) use way::Way;

/// How long anything may take before its test fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// A client of a server of its own.
pub(crate) trait Connection {
    /// Sends a call and returns its id.
    fn start(&mut self, call: &Call<'_>) -> u64;

    /// Waits for the answer to a call that was started.
    fn finish(&mut self, id: u64) -> Answer;

    /// Gives up a call that was started; no answer is waited for.
    fn cancel(&mut self, id: u64);

    /// All the tools.
    fn list(&mut self) -> Answer;

    /// Whom the server must take this client for.
    fn caller(&self) -> &'static str;

    /// The server at the other end.
    fn process(&mut self) -> &mut Process;

    /// A page for operators; there are some over HTTP alone.
    fn page(&mut self, path: &str) -> String {
        panic!("there is no {path} on stdio")
    }

    /// Calls a tool and waits.
    fn call(&mut self, tool: &str, arguments: Value) -> Answer {
        self.ask(&Call::new(tool, arguments))
    }

    /// Sends a call and waits.
    fn ask(&mut self, call: &Call<'_>) -> Answer {
        let id = self.start(call);
        self.finish(id)
    }
}

/// What to call, and what to say along with it.
pub(crate) struct Call<'a> {
    pub(crate) tool: &'a str,
    pub(crate) arguments: Value,
    pub(crate) meta: Value,
    /// Where there are headers.
    pub(crate) header: Option<(&'a str, &'a str)>,
}

impl<'a> Call<'a> {
    pub(crate) fn new(tool: &'a str, arguments: Value) -> Self {
        Self { tool, arguments, meta: json!({}), header: None }
    }

    pub(crate) fn meta(mut self, key: &str, value: &str) -> Self {
        self.meta[key] = value.into();
        self
    }

    pub(crate) fn header(mut self, name: &'a str, value: &'a str) -> Self {
        self.header = Some((name, value));
        self
    }
}

/// Runs a test on all four kinds of connections at once, each with a server
/// of its own.
pub(crate) fn everywhere(test: impl Fn(&mut dyn Connection) + Sync) {
    on_every_route(|route| test(&mut *route.connect(&Setup::default())));
}

/// Runs a test on HTTP alone, in both eras.
pub(crate) fn over_http(test: impl Fn(&mut dyn Connection)) {
    for era in [Era::Modern, Era::Legacy] {
        test(&mut Http::start(era, &Setup::default()));
    }
}

/// Sleeps as long as the answer says, and not a millisecond longer.
pub(crate) fn obey(error: &Value) {
    let wait = error["retryAfter"].as_f64().unwrap_or_else(|| panic!("no retryAfter: {error}"));
    thread::sleep(Duration::from_secs_f64(wait));
}

/// How long something took.
pub(crate) fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    (run(), start.elapsed())
}
