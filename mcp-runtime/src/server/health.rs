//! What the builder says of health and of stopping.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use super::ServerBuilder;
use crate::health::{Check, IntoReadiness, ReadinessOptions};

/// Longer than any balancer needs.
const LONGEST_DELAY: Duration = Duration::from_hours(1);

/// Where an observer beside the server's runtime is asked for.
#[derive(Debug, Default)]
pub(crate) struct Watching {
    /// The side port.
    pub(crate) address: Option<SocketAddr>,
    /// The heartbeat file.
    pub(crate) heartbeat: Option<PathBuf>,
}

impl ServerBuilder {
    /// Adds a condition for getting work: the server says that it is ready
    /// (`/readyz`) once each of them has passed, and while the last run of
    /// each did. They run in the background, 10 s apart, each for 5 s at most,
    /// never two of the same at once; a panic is a failure.
    ///
    /// A `Result` fails with its error, which operators see; `false` fails,
    /// too. Ask for what *this* process lacks, such as a connection that it
    /// has to open first: where all replicas depend on the same database, a
    /// check of it takes all of them away at once.
    ///
    /// ```
    /// use mcp_runtime::prelude::*;
    ///
    /// let server = server!().readiness("index", || async {
    ///     std::fs::metadata("index.db").map_err(|error| format!("no index: {error}"))
    /// });
    /// ```
    pub fn readiness<F, A>(self, name: &str, check: F) -> Self
    where
        F: Fn() -> A + Send + Sync + 'static,
        A: Future<Output: IntoReadiness> + Send + 'static,
    {
        self.readiness_with(name, ReadinessOptions::new(), check)
    }

    /// [`readiness`](Self::readiness) with a timeout and an interval of its own.
    pub fn readiness_with<F, A>(mut self, name: &str, options: ReadinessOptions, check: F) -> Self
    where
        F: Fn() -> A + Send + Sync + 'static,
        A: Future<Output: IntoReadiness> + Send + 'static,
    {
        if name.trim().is_empty() {
            self.problems.add("`.readiness(\"\", ..)` has no name: operators read it");
        } else if self.checks.iter().any(|other| *other.name == *name) {
            self.problems.add(format!(
                "`.readiness({name:?}, ..)` is there twice: give each check a name of its own"
            ));
        }
        if let Err(problem) = options.check() {
            self.problems.add(format!("`.readiness_with({name:?}, ..)`: {problem}"));
        }
        self.checks.push(Check::new(name, options, check));
        self
    }

    /// Serves health and figures at an address of their own, for operators
    /// alone: `/livez`, `/readyz`, `/health`, `/metrics` and `/status`, on any
    /// transport. A thread beside the server's runtime answers there, so that
    /// it can tell when that is stuck. Default: none; the command line has
    /// `--health`.
    ///
    /// Whoever reaches the port is answered: let it be one that only those
    /// who may know reach.
    pub fn health(mut self, address: impl Into<SocketAddr>) -> Self {
        self.watching.address = Some(address.into());
        self
    }

    /// Writes a file every 5 s while the server lives, for monitors that have
    /// no network: one JSON object with `time`, `pid`, `live` and `ready`. It
    /// is removed when the server ends well. Default: none; the command line
    /// has `--heartbeat`.
    pub fn heartbeat_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.watching.heartbeat = Some(path.into());
        self
    }

    /// The time from "not ready" to the moment when nothing new is taken in,
    /// once the server is told to stop: as long as balancers need to hear of
    /// it. An hour at most. Default: 0 s.
    pub fn shutdown_delay(mut self, delay: Duration) -> Self {
        if delay > LONGEST_DELAY {
            self.problems
                .add("`.shutdown_delay(..)` and `--shutdown-delay` must be at most an hour");
        }
        self.limits.shutdown_delay = delay;
        self
    }

    /// Whether operators find `/health`, `/metrics`, `/status` and `/docs`
    /// beside the MCP endpoint, too. Clients on this machine, by a name of its
    /// own and not through a proxy, and on a Unix socket are then answered;
    /// others as [`operator_scope`](Self::operator_scope) says. `/livez` and `/readyz`, which say one word, are for everybody in
    /// any case. [`routes`](Self::routes) of your own at these paths come
    /// first.
    ///
    /// Default: `true` for the server's own listener. In
    /// [`into_router`](crate::Server::into_router) it is `false`, which leaves
    /// out the two probes as well: an application has paths of its own.
    #[cfg(feature = "http")]
    pub fn operator_pages(mut self, offered: bool) -> Self {
        self.web.operator_pages = Some(offered);
        self
    }

    /// The scope that makes a caller beyond this machine an operator, who
    /// sees `/health`, `/metrics` and `/status` with everybody's calls in them
    /// (`/docs` shows what its reader may use and needs none).
    ///
    /// Default: none, so that nobody beyond this machine sees them.
    #[cfg(feature = "http")]
    pub fn operator_scope(mut self, scope: impl AsRef<str>) -> Self {
        self.check_scope("operator_scope", scope.as_ref());
        self.web.operator_scope = Some([scope].into_iter().collect());
        self
    }
}
