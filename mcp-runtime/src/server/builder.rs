use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use tokio::sync::Semaphore;

use crate::auth::{Authority, Credential};
use crate::clock::Clock;
use crate::dispatch::{Description, Limits};
use crate::error::Problems;
use crate::guard::{Defaults, ServerSettings};
use crate::handler::{Chosen, HandlerRef, States};
use crate::health::Check;
use crate::notify::Notifier;
use crate::seal::Once;
use crate::usage::{Hook, LedgerOptions};

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
    pub(super) description: Description,
    pub(super) states: States,
    pub(super) authority: Authority,
    pub(super) stdio_credential: Option<Credential>,
    pub(crate) arguments: Option<Vec<OsString>>,
    pub(super) chosen: Chosen,
    pub(super) clock: Clock,
    pub(super) limits: Limits,
    pub(super) used_states: Option<Arc<Once>>,
    pub(super) defaults: Defaults,
    pub(super) server: ServerSettings,
    pub(super) policy: Option<PathBuf>,
    pub(super) hooks: Vec<Hook>,
    pub(super) ledger: Option<(PathBuf, LedgerOptions)>,
    pub(super) notifier: Notifier,
    pub(super) registrar: super::Registrar,
    pub(super) max_handlers: usize,
    /// How many may listen, and how many of each caller; a tenth where that was
    /// not said.
    pub(super) subscriptions: (usize, Option<usize>),
    pub(super) tasks: crate::task::Settings,
    pub(super) blocking: usize,
    pub(super) page_size: usize,
    pub(super) list_ttl: Duration,
    pub(super) checks: Vec<Check>,
    pub(super) watching: super::Watching,
    pub(super) problems: Problems,
    /// Those that only matter where it serves.
    pub(super) problems_here: Problems,
    #[cfg(feature = "otlp")]
    pub(super) telemetry: Option<std::sync::Arc<crate::trace::otlp::Telemetry>>,
    #[cfg(feature = "http")]
    pub(super) web: super::web::WebSettings,
}

impl ServerBuilder {
    pub(super) fn new(name: String, version: String) -> Self {
        Self {
            description: Description { name, version, ..Description::default() },
            states: States::default(),
            authority: Authority::default(),
            stdio_credential: None,
            arguments: None,
            chosen: Chosen::default(),
            clock: Clock::system(),
            limits: Limits::default(),
            used_states: None,
            defaults: Defaults::default(),
            server: ServerSettings::default(),
            policy: None,
            hooks: Vec::new(),
            ledger: None,
            notifier: Notifier::default(),
            registrar: super::Registrar::default(),
            max_handlers: super::registrar::MOST_HANDLERS,
            subscriptions: (10_000, None),
            tasks: crate::task::Settings::default(),
            blocking: 256,
            page_size: 250,
            list_ttl: Duration::from_mins(5),
            checks: Vec::new(),
            watching: super::Watching::default(),
            problems: Problems::default(),
            problems_here: Problems::default(),
            #[cfg(feature = "otlp")]
            telemetry: None,
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

    /// Says that the server has an extension of the protocol, with its settings:
    /// an object as the extension defines it (specification 2026-07-28,
    /// basic/versioning, "Extension Negotiation"). Clients read it in
    /// `server/discover`; what they declare themselves,
    /// [`Context::client_extension`](crate::Context::client_extension) shows.
    ///
    /// Extensions that `#[mcp_method(.., extension = "..")]` names need this only
    /// for settings. An identifier has a prefix, such as `com.example/search`;
    /// without one, or with settings that are no object, the server does not start.
    ///
    /// ```
    /// let builder = mcp_runtime::server!()
    ///     .extension("com.example/search", serde_json::json!({ "languages": ["en", "no"] }));
    /// ```
    pub fn extension(mut self, identifier: impl Into<String>, settings: impl Serialize) -> Self {
        let identifier = identifier.into();
        if let Err(problem) = mcp_literals::meta_key::check_extension(&identifier) {
            self.problems.add(format!("`.extension(..)`: {problem}"));
            return self;
        }
        match serde_json::to_value(settings) {
            Ok(settings @ Value::Object(_)) => {
                self.description.extensions.insert(identifier, settings);
            }
            _ => self.problems.add(format!(
                "`.extension({identifier:?}, ..)`: the settings are no object of JSON"
            )),
        }
        self
    }

    /// Serves exactly these methods of your own, which [`methods!`](crate::methods)
    /// lists. Default: every one that was linked in.
    pub fn methods(mut self, methods: impl IntoIterator<Item = HandlerRef>) -> Self {
        self.chosen.methods.get_or_insert_default().extend(methods);
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
    /// let server = server!()
    ///     .tools(tools![add])
    ///     # .prompts([]).resources([]).methods([]) // those of other examples, linked into one program
    ///     .build()?;
    /// # Ok::<(), mcp_runtime::Error>(())
    /// ```
    pub fn tools(mut self, tools: impl IntoIterator<Item = HandlerRef>) -> Self {
        self.chosen.tools.get_or_insert_default().extend(tools);
        self
    }

    /// Serves exactly these prompts, which [`prompts!`](crate::prompts) lists.
    /// Default: every prompt that was linked in.
    pub fn prompts(mut self, prompts: impl IntoIterator<Item = HandlerRef>) -> Self {
        self.chosen.prompts.get_or_insert_default().extend(prompts);
        self
    }

    /// Serves exactly these resources, which [`resources!`](crate::resources)
    /// lists. Default: every resource that was linked in.
    pub fn resources(mut self, resources: impl IntoIterator<Item = HandlerRef>) -> Self {
        self.chosen.resources.get_or_insert_default().extend(resources);
        self
    }

    /// The largest message accepted. Default: 4 MiB.
    pub fn max_message_bytes(mut self, bytes: usize) -> Self {
        self.check_some("max_message_bytes", bytes);
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
        self.check_some("max_in_flight", calls);
        self.limits.in_flight = calls;
        self
    }

    /// Threads that functions without `async` may block at once; beyond them
    /// calls are refused with OVERLOADED. Default: 256.
    pub fn max_blocking(mut self, threads: usize) -> Self {
        self.check_count("max_blocking", threads, 1..=Semaphore::MAX_PERMITS);
        self.blocking = threads;
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
        self.check_some("page_size", tools);
        self.page_size = tools;
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

    pub(crate) fn watching(&self) -> &super::Watching {
        &self.watching
    }

    #[cfg(feature = "cli")]
    pub(crate) fn own_credential(&self) -> Option<Credential> {
        super::own_credential(self.stdio_credential.as_ref())
    }

    pub(crate) fn identity(&self) -> (&str, &str) {
        (&self.description.name, &self.description.version)
    }
}
