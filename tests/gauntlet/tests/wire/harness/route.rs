use std::thread;

use super::http::Http;
use super::message::Era;
use super::stdio::Stdio;
use super::{Connection, Setup};

/// A transport and an era.
#[derive(Clone, Copy)]
pub(crate) struct Route {
    transport: &'static str,
    connect: fn(Era, &Setup) -> Box<dyn Connection>,
    era: Era,
}

const STDIO: fn(Era, &Setup) -> Box<dyn Connection> =
    |era, setup| Box::new(Stdio::start(era, setup));
const HTTP: fn(Era, &Setup) -> Box<dyn Connection> = |era, setup| Box::new(Http::start(era, setup));

impl Route {
    const ALL: [Self; 4] = [
        Self { transport: "stdio", connect: STDIO, era: Era::Modern },
        Self { transport: "stdio", connect: STDIO, era: Era::Legacy },
        Self { transport: "HTTP", connect: HTTP, era: Era::Modern },
        Self { transport: "HTTP", connect: HTTP, era: Era::Legacy },
    ];

    /// Starts a server and connects to it.
    pub(crate) fn connect(self, setup: &Setup) -> Box<dyn Connection> {
        (self.connect)(self.era, setup)
    }
}

/// Runs a test on all four routes at once. The name of its thread tells which
/// one failed.
pub(crate) fn on_every_route(test: impl Fn(Route) + Sync) {
    let test = &test;
    thread::scope(|scope| {
        for route in Route::ALL {
            let name = format!("{}, {}", route.transport, route.era.version());
            let run = move || test(route);
            thread::Builder::new().name(name).spawn_scoped(scope, run).expect("a thread");
        }
    });
}
