//! What the builder says of all guards together, and of who is told of calls.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use mcp_literals::{Per, Rate};

use super::ServerBuilder;
use crate::guard::Concurrency;
use crate::handler::{PerDef, RateDef};
use crate::usage::{LedgerOptions, Usage};

impl ServerBuilder {
    /// The deadline of tools that set none. Default: 30 s, which is below the
    /// 60 s after which common clients give up.
    pub fn default_timeout(mut self, timeout: Duration) -> Self {
        if timeout.is_zero() {
            self.problems.add("`.default_timeout(..)` must be longer than zero");
        }
        self.defaults.timeout = timeout;
        self
    }

    /// The largest result of tools that set no `max_output`, in bytes of text,
    /// encoded data and structured content. Default: 8 MiB, below the 10 MiB
    /// that common clients take as one line.
    pub fn default_max_output(mut self, bytes: u64) -> Self {
        if bytes == 0 {
            self.problems.add("`.default_max_output(0)` would refuse every result");
        }
        self.defaults.max_output = bytes;
        self
    }

    /// How long calls wait for their turn where neither the tool nor the
    /// policy says it. Default: 5 s.
    pub fn default_queue_timeout(mut self, timeout: Duration) -> Self {
        if timeout.is_zero() {
            self.problems.add(
                "`.default_queue_timeout(..)` must be longer than zero; allow no queue instead",
            );
        }
        self.defaults.queue_timeout = timeout;
        if let Some(concurrency) = &mut self.server.concurrency {
            concurrency.timeout = timeout;
        }
        self
    }

    /// How long a client may take to answer what a call asked it, before it has
    /// to begin again ([`Context::elicit`](crate::Context::elicit)). Counted in
    /// whole seconds, at least one and at most a day. Default: 10 min.
    pub fn input_timeout(mut self, timeout: Duration) -> Self {
        if timeout < Duration::from_secs(1) || timeout > Duration::from_hours(24) {
            self.problems.add("`.input_timeout(..)` must be at least 1 s and at most a day");
        }
        self.limits.input = timeout;
        self
    }

    /// Makes what a client carries from one round of a call to the next
    /// (`requestState`) good for one run of the function. Without it a client
    /// may send its answers again until they expire, and the function runs
    /// each time, with what its steps came to before.
    ///
    /// What was used is remembered by this process alone, up to 65,536 states
    /// that have not expired; beyond them calls are refused with OVERLOADED.
    pub fn single_use_request_state(mut self) -> Self {
        self.used_states = Some(Arc::default());
        self
    }

    /// Calls that the whole server runs at once; `queue` more wait for up to
    /// the [default queue timeout](Self::default_queue_timeout), the rest is
    /// refused with OVERLOADED. Default: no limit beyond those of the
    /// transports.
    pub fn max_concurrency(mut self, calls: u32, queue: u32) -> Self {
        if calls == 0 {
            self.problems.add("`.max_concurrency(..)` must allow at least one call");
        }
        let timeout = self.defaults.queue_timeout;
        self.server.concurrency = Some(Concurrency { calls, queue, timeout });
        self
    }

    /// How long the results of calls with an idempotency key are kept, to be
    /// replayed to whoever repeats the call. Default: 24 h.
    pub fn idempotency_ttl(mut self, ttl: Duration) -> Self {
        self.server.idempotency_ttl = ttl;
        self
    }

    /// Answers calls that a tool's `rate` refuses with this HTTP status: 200,
    /// the default, where the refusal is a result that the agent reads, or
    /// 429, where it is a JSON-RPC error that most clients throw.
    pub fn rate_limit_status(mut self, status: u16) -> Self {
        if !matches!(status, 200 | 429) {
            self.problems.add(format!("`.rate_limit_status({status})` must be 200 or 429"));
        }
        self.server.rate_limit_status = status;
        self
    }

    /// The policy file, in which an operator overrides what the attributes say
    /// (docs/policy.md). Default: what `--policy` or the environment variable
    /// `MCP_POLICY` names, else none.
    pub fn policy(mut self, path: impl Into<PathBuf>) -> Self {
        self.policy = Some(path.into());
        self
    }

    /// Shows the record of every call to `hook`, for metrics of your own. It
    /// runs before the answer goes out, so it should be quick.
    ///
    /// ```
    /// use mcp_runtime::prelude::*;
    ///
    /// let server = server!().on_usage(|usage| {
    ///     println!("{} {} {:?}", usage.name, usage.outcome, usage.duration);
    /// });
    /// ```
    pub fn on_usage(mut self, hook: impl Fn(&Usage<'_>) + Send + Sync + 'static) -> Self {
        self.hooks.push(Arc::new(hook));
        self
    }

    /// Appends the record of every call to this file, one JSON object a line,
    /// and restores the budgets from it at start-up. One process a file.
    /// Default: what `--ledger` names, else none.
    pub fn ledger(self, path: impl Into<PathBuf>) -> Self {
        self.ledger_with(path, LedgerOptions::default())
    }

    /// [`ledger`](Self::ledger) with settings of its own.
    pub fn ledger_with(mut self, path: impl Into<PathBuf>, options: LedgerOptions) -> Self {
        if let Err(problem) = options.check() {
            self.problems.add(format!("`.ledger_with(..)`: {problem}"));
        }
        self.ledger = Some((path.into(), options));
        self
    }

    pub(crate) fn without_ledger(mut self) -> Self {
        self.ledger = None;
        self
    }

    /// For commands that show what it offers: another process may hold the
    /// ledger, and nobody comes with a credential.
    #[cfg(feature = "cli")]
    pub(crate) fn only_looked_at(mut self) -> Self {
        self.problems_here = crate::error::Problems::default();
        self.without_ledger()
    }

    /// Requests of all kinds that one caller may send, written as a tool's
    /// `rate`: `"100/s"`. Kept before a request is looked at any further;
    /// always answered with HTTP status 429. Default: no limit. Behind a proxy
    /// all callers share its address.
    pub fn flood_limit(mut self, rate: &str) -> Self {
        match mcp_literals::rate::parse(rate) {
            Ok(Rate { count, window_ms, per: Per::Caller }) => {
                self.server.flood = Some(RateDef::new(count, window_ms, PerDef::Caller));
            }
            Ok(_) => self.problems.add("`.flood_limit(..)` counts each caller; write no `per`"),
            Err(problem) => self.problems.add(format!("`.flood_limit(..)`: {problem}")),
        }
        self
    }
}
