use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::{Server, guards};
use crate::clock::Clock;
use crate::dispatch::{App, Description, Identity, Limits, ListPages};
use crate::error::{Error, Problems};
use mcp_literals::{Per, Rate};

use crate::guard::{Concurrency, Defaults, ServerSettings, Table};
use crate::handler::{Environment, PerDef, RateDef, Registry, States, ToolRef};
use crate::policy::Sources;
use crate::usage::{Hook, Ledger, LedgerOptions, Recorder, Usage};

/// Describes a server. Every setting has a default that is safe to run with.
///
/// ```standalone_crate
/// # use mcp_runtime::Server;
/// let server = Server::builder("notes", "1.0.0")
///     .instructions("Search before you read.")
///     .build()?;
/// # Ok::<(), mcp_runtime::Error>(())
/// ```
#[must_use = "a builder does nothing until `run` or `build` is called"]
pub struct ServerBuilder {
    description: Description,
    states: States,
    tools: Option<Vec<ToolRef>>,
    clock: Clock,
    limits: Limits,
    defaults: Defaults,
    server: ServerSettings,
    policy: Option<PathBuf>,
    hooks: Vec<Hook>,
    ledger: Option<(PathBuf, LedgerOptions)>,
    blocking: usize,
    page_size: usize,
    list_ttl: Duration,
    pub(super) problems: Problems,
    #[cfg(feature = "http")]
    pub(super) web: super::web::WebSettings,
}

impl ServerBuilder {
    pub(super) fn new(name: String, version: String) -> Self {
        Self {
            description: Description { name, version, ..Description::default() },
            states: States::default(),
            tools: None,
            clock: Clock::system(),
            limits: Limits::default(),
            defaults: Defaults::default(),
            server: ServerSettings::default(),
            policy: None,
            hooks: Vec::new(),
            ledger: None,
            blocking: 256,
            page_size: 250,
            list_ttl: Duration::from_mins(5),
            problems: Problems::default(),
            #[cfg(feature = "http")]
            web: super::web::WebSettings::default(),
        }
    }

    /// A name for display.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.description.title = Some(title.into());
        self
    }

    /// What the server is for, in a sentence.
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description.description = Some(description.into());
        self
    }

    /// Where to read more about it.
    pub fn website(mut self, url: impl Into<String>) -> Self {
        self.description.website = Some(url.into());
        self
    }

    /// How a model should use the server; sent with `server/discover` and `initialize`.
    pub fn instructions(mut self, instructions: impl Into<String>) -> Self {
        self.description.instructions = Some(instructions.into());
        self
    }

    /// Shares a value with all calls: tools take it as `State<T>` or, with
    /// `#[mcp_tools]`, as `&self`. One value per type.
    pub fn state<T: Send + Sync + 'static>(mut self, value: T) -> Self {
        if !self.states.insert(value) {
            self.problems.add(format!(
                "`.state(..)` was given two values of type `{}`: wrap one in a type of its own",
                std::any::type_name::<T>()
            ));
        }
        self
    }

    /// [`state`](Self::state) of a value that may not have come to be: its
    /// error joins the start-up check's list, beside everything else that is wrong.
    ///
    /// ```
    /// use mcp_runtime::prelude::*;
    ///
    /// let port = "eighty".parse::<u16>();
    /// let error = server!().try_state("the port", port).build().err().unwrap();
    /// assert!(error.to_string().contains("the port: invalid digit"));
    /// ```
    pub fn try_state<T, E>(mut self, what: &str, value: Result<T, E>) -> Self
    where
        T: Send + Sync + 'static,
        E: std::fmt::Display,
    {
        match value {
            Ok(value) => self.state(value),
            Err(error) => {
                self.problems.add(format!("{what}: {error}"));
                // Its absence is not a second mistake.
                self.states.expect::<T>();
                self
            }
        }
    }

    /// Serves exactly these tools. Default: every tool that was linked in.
    ///
    /// ```
    /// use mcp_runtime::prelude::*;
    ///
    /// /// Adds two numbers.
    /// #[mcp_tool]
    /// async fn add(a: f64, b: f64) -> f64 {
    ///     a + b
    /// }
    ///
    /// let server = server!().tools(tools![add]).build()?;
    /// # Ok::<(), mcp_runtime::Error>(())
    /// ```
    pub fn tools(mut self, tools: impl IntoIterator<Item = ToolRef>) -> Self {
        self.tools.get_or_insert_default().extend(tools);
        self
    }

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
        self.defaults.max_output = bytes;
        self
    }

    /// Calls that the whole server runs at once; `queue` more wait for up to
    /// 5 s, the rest is refused with OVERLOADED. Default: no limit beyond
    /// those of the transports.
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
    ///     println!("{} {} {:?}", usage.tool, usage.outcome, usage.duration);
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
        self.ledger = Some((path.into(), options));
        self
    }

    pub(super) fn without_ledger(mut self) -> Self {
        self.ledger = None;
        self
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

    /// The largest message accepted. Default: 4 MiB.
    pub fn max_message_bytes(mut self, bytes: usize) -> Self {
        self.limits.message = bytes;
        self
    }

    /// Calls that one stdio connection runs at once. Default: 256.
    ///
    /// As many again may wait for their turn, in up to four times the bytes
    /// of [`max_message_bytes`](Self::max_message_bytes); the deadline of a
    /// call begins when it starts. Meanwhile everything else is answered at
    /// once, and both kinds of calls can be cancelled. With still more calls
    /// the connection is not read until there is room.
    pub fn max_in_flight(mut self, calls: usize) -> Self {
        self.limits.in_flight = calls.max(1);
        self
    }

    /// Threads that functions without `async` may block at once; beyond them
    /// calls are refused with OVERLOADED. Default: 256.
    pub fn max_blocking(mut self, threads: usize) -> Self {
        self.blocking = threads.max(1);
        self
    }

    /// How long calls may go on after the server was told to stop; the rest
    /// is answered with `SHUTTING_DOWN`. Default: 10 s.
    pub fn drain(mut self, drain: Duration) -> Self {
        self.limits.drain = drain;
        self
    }

    /// Tools on one page of `tools/list`. Default: 250.
    pub fn page_size(mut self, tools: usize) -> Self {
        self.page_size = tools.max(1);
        self
    }

    /// How long clients may cache lists (`ttlMs`). Default: 5 minutes.
    pub fn list_ttl(mut self, ttl: Duration) -> Self {
        self.list_ttl = ttl;
        self
    }

    /// Where time is read. Default: the system's clock. Tests pass a
    /// [`ManualClock`](crate::clock::ManualClock).
    pub fn clock(mut self, clock: impl Into<Clock>) -> Self {
        self.clock = clock.into();
        self
    }

    pub(super) fn identity(&self) -> (&str, &str) {
        (&self.description.name, &self.description.version)
    }

    /// Checks everything and builds the server.
    ///
    /// # Errors
    /// [`Error::Startup`] with every mistake at once:
    /// duplicate names, missing state, schemas that cannot be enforced.
    pub fn build(self) -> Result<Server, Error> {
        let Self { states, mut problems, description, tools, .. } = self;
        if description.name.trim().is_empty() {
            problems.add("the server has no name");
        }
        let registry = Registry::collect(tools.as_deref(), &states, &mut problems);
        problems.finish()?;
        // What follows would blame the policy for tools that do not work.
        let mut problems = Problems::default();
        let program = guards::program(&registry, self.defaults, self.server);
        let sources = Sources::new(program, self.policy);
        let policy = sources.reload().inspect_err(|mistakes| {
            mistakes.iter().for_each(|mistake| problems.add(mistake.to_string()));
        });
        let table = policy.as_ref().map(|policy| guards::compile(&registry, policy, None));
        let table = Arc::new(Table::new(table.unwrap_or_default()));
        let ledger = self.ledger.and_then(|(path, options)| {
            let windows = guards::windows(&registry, &table);
            Ledger::open(path, options, windows, self.clock.wall())
                .inspect_err(|error| problems.add(error.to_string()))
                .ok()
        });
        problems.finish()?;
        let ttl_ms = u64::try_from(self.list_ttl.as_millis()).unwrap_or(u64::MAX);
        let identity = Identity::new(description, ttl_ms);
        let app = Arc::new(App {
            environment: Arc::new(Environment::new(self.clock, states, self.blocking)),
            tools: ListPages::new(self.page_size, ttl_ms, &identity.meta_member),
            guards: table,
            usage: Arc::new(Recorder::new(self.hooks, ledger)),
            registry,
            identity,
            limits: self.limits,
        });
        if let Some(ledger) = app.usage.ledger() {
            guards::restore(&app, ledger);
        }
        Ok(Server {
            app,
            sources: Arc::new(sources),
            #[cfg(feature = "http")]
            web: self.web,
        })
    }
}
