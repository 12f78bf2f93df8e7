//! Putting a server together and running it.

mod access;
#[cfg(all(target_os = "linux", feature = "systemd"))]
mod activation;
#[cfg(feature = "http")]
mod bound;
mod build;
mod builder;
mod guarding;
mod guards;
mod health;
#[cfg(feature = "http")]
mod http;
mod observer;
#[cfg(feature = "http")]
mod paths;
#[cfg(feature = "http")]
mod proxies;
mod range;
mod registrar;
#[cfg(feature = "http")]
mod resource;
#[cfg(feature = "http")]
mod shutdown;
mod signals;
#[cfg(feature = "http")]
mod signing_key;
mod stopping;
mod subscriptions;
mod supervisor;
mod tasks;
mod telemetry;
#[cfg(all(unix, feature = "http"))]
mod unix;
#[cfg(feature = "http")]
mod web;
#[cfg(feature = "http")]
mod wire;

#[cfg(feature = "http")]
pub use bound::BoundServer;
pub use builder::ServerBuilder;
pub(crate) use health::Watching;
pub use registrar::{NewHandler, Registrar, RegistrarError};
#[cfg(feature = "http")]
pub use shutdown::Shutdown;
#[cfg(feature = "cli")]
pub(crate) use signals::signalled;
#[cfg(feature = "log")]
pub(crate) use telemetry::spans;
#[cfg(all(unix, feature = "http"))]
pub use unix::UnixSocket;

use stopping::Stopping;
use supervisor::Supervisor;

use std::sync::Arc;

use crate::auth::{Credential, Scheme};
use crate::dispatch::App;
use crate::error::{Error, Problems, Result};
#[cfg(feature = "cli")]
use crate::handler::HandlerId;
use crate::health::Health;
use crate::observe::Observatory;
use crate::policy::{Policy, Sources};
use crate::transport::stream::Identity;
use crate::transport::{Stopper, stdio};

/// A server that passed its start-up check.
///
/// Made by [`ServerBuilder::build`]; most programs call
/// [`ServerBuilder::run`] and never see it.
pub struct Server {
    pub(crate) app: Arc<App>,
    pub(crate) observatory: Arc<Observatory>,
    pub(crate) health: Arc<Health>,
    watching: Watching,
    /// What the guards in force come from, to be read again.
    pub(crate) sources: Arc<Sources>,
    /// What callers on stdio show.
    pub(crate) stdio_credential: Option<Credential>,
    #[cfg(feature = "http")]
    pub(crate) web: web::WebSettings,
}

impl Server {
    /// Starts to describe a server. [`server!`](macro@crate::server) fills in name
    /// and version from the calling crate.
    pub fn builder(name: impl Into<String>, version: impl Into<String>) -> ServerBuilder {
        ServerBuilder::new(name.into(), version.into())
    }

    /// The names of its tools, in the order clients see them.
    pub fn tool_names(&self) -> impl Iterator<Item = &str> + '_ {
        let names: Vec<&'static str> = self.app.registry().tools().map(|tool| tool.name).collect();
        names.into_iter()
    }

    /// Whether the policy lets this handler be called at all.
    #[cfg(feature = "cli")]
    pub(crate) fn offers(&self, id: HandlerId) -> bool {
        self.app.guards.stack(id).is_some_and(|stack| stack.is_on())
    }

    /// What is in force, and why.
    pub(crate) fn policy(&self) -> Result<Policy> {
        let mut problems = Problems::default();
        let policy = self.sources.reload();
        match policy {
            Ok(policy) => return Ok(policy),
            Err(mistakes) => mistakes.iter().for_each(|mistake| problems.add(mistake.to_string())),
        }
        problems.finish()?;
        unreachable!("a policy that was refused has mistakes")
    }

    /// Serves stdin and stdout until stdin ends, or SIGTERM or Ctrl-C arrives.
    ///
    /// stdout belongs to the protocol from here on: what the process prints
    /// goes to stderr.
    ///
    /// # Errors
    /// Where nobody could use anything, for want of a credential or because
    /// it is not accepted, or the standard streams cannot be read or written.
    pub async fn serve_stdio(self) -> Result<()> {
        let identity = self.identity(self.own_credential()).await?;
        let (stopper, stop) = Stopper::new();
        let (app, health) = (Arc::clone(&self.app), Arc::clone(&self.health));
        let ending = Stopping { app: Arc::clone(&app), health, stopper };
        let told = signals::shutdown();
        // Before it is ready: a supervisor may ask for it at once.
        let (policed, sources) = (Arc::clone(&self.app), Arc::clone(&self.sources));
        let reloading = guards::reload_on_hangup(policed, sources);
        let stopping = async {
            told.await;
            ending.run().await;
            std::future::pending::<()>().await;
        };
        let observer = self.observer()?;
        if let Some(url) = observer.url() {
            say(&format!("health on {url}"));
        }
        let observing = observer.start()?;
        self.health.serving();
        // In one task: a second one would wake another thread, which then
        // competes with the first request.
        let mut settling = stop.clone();
        let serving = async {
            let served = stdio::serve(self.app, identity, stop, || ending.begin()).await;
            stopping::settle(&app, &mut settling).await;
            served
        };
        let served = tokio::select! {
            biased;
            served = serving => served,
            () = stopping => Ok(()),
            () = reloading => Ok(()),
        };
        drop(observing);
        served.map_err(|source| Error::Io { context: "the stdio transport failed", source })?;
        stopping::ended(&app)
    }

    /// The credential of the process, which its own streams and commands show.
    pub(crate) fn own_credential(&self) -> Option<Credential> {
        own_credential(self.stdio_credential.as_ref())
    }

    /// As whom the other end of a stream calls.
    pub(crate) async fn identity(&self, credential: Option<Credential>) -> Result<Identity> {
        Identity::new(&self.app, credential).await.map_err(|problem| {
            let mut problems = Problems::default();
            problems.add(problem);
            problems.finish().map_or_else(Error::from, |()| unreachable!("there is a problem"))
        })
    }

    /// Serves one connection over any byte stream, with the framing of stdio.
    ///
    /// Whoever is at the other end calls as
    /// [`stdio_credential`](ServerBuilder::stdio_credential) says, else as
    /// nobody: the environment speaks for the process's own streams alone.
    ///
    /// # Errors
    /// Where the stream cannot be read or written.
    pub async fn serve_stream<R, W>(&self, reader: R, writer: W) -> Result<()>
    where
        R: tokio::io::AsyncRead + Send + 'static,
        W: tokio::io::AsyncWrite + Send + 'static,
    {
        let (_stopper, stop) = Stopper::new();
        // Boxed, so that the connection's code is compiled here and not once
        // more in the user's crate.
        let reader: std::pin::Pin<Box<dyn tokio::io::AsyncRead + Send>> = Box::pin(reader);
        let writer: std::pin::Pin<Box<dyn tokio::io::AsyncWrite + Send>> = Box::pin(writer);
        let hung_up = std::future::pending();
        let identity = self.identity(self.stdio_credential.clone()).await?;
        crate::transport::stream::serve(
            Arc::clone(&self.app),
            identity,
            reader,
            writer,
            hung_up,
            stop,
            || (),
        )
        .await
        .map_err(|source| Error::Io { context: "the connection failed", source })
    }
}

/// For those who read stderr whatever the log level is, such as a script that
/// asked for port 0. Nobody has to read it.
pub(crate) fn say(line: &str) {
    #[cfg(feature = "log")]
    crate::log::say(line);
    // Unlike `eprintln`, this does not panic where nobody reads.
    #[cfg(not(feature = "log"))]
    let _ = std::io::Write::write_all(&mut std::io::stderr(), format!("{line}\n").as_bytes());
}

/// What was said in the program, else in the environment.
fn own_credential(said: Option<&Credential>) -> Option<Credential> {
    said.cloned().or_else(from_environment)
}

/// What the process that started this one says of itself.
fn from_environment() -> Option<Credential> {
    let text = std::env::var("MCP_ACCESS_TOKEN").ok().filter(|text| !text.is_empty())?;
    Some(Credential::new(Scheme::Bearer, text))
}
