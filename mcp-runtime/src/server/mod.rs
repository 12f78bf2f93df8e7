//! Putting a server together and running it.

mod access;
#[cfg(feature = "http")]
mod bound;
mod build;
mod builder;
mod command;
mod guarding;
mod guards;
#[cfg(feature = "http")]
mod http;
#[cfg(feature = "log")]
mod logging;
mod run;
#[cfg(feature = "http")]
mod shutdown;
mod signals;
#[cfg(feature = "http")]
mod web;

#[cfg(feature = "http")]
pub use bound::BoundServer;
pub use builder::ServerBuilder;
#[cfg(feature = "http")]
pub use shutdown::Shutdown;

use std::sync::Arc;

use crate::dispatch::App;
use crate::error::{Error, Problems, Result};
use crate::policy::{Policy, Sources};
use crate::transport::{Stopper, stdio};

/// A server that passed its start-up check.
///
/// Made by [`ServerBuilder::build`]; most programs call
/// [`ServerBuilder::run`] and never see it.
pub struct Server {
    pub(crate) app: Arc<App>,
    /// What the guards in force come from, to be read again.
    pub(crate) sources: Arc<Sources>,
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
        self.app.registry.names().map(|name| -> &str { name })
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
    /// Where the standard streams cannot be read or written.
    pub async fn serve_stdio(self) -> Result<()> {
        let (stopper, stop) = Stopper::new();
        let (clock, drain) = (self.app.environment.clock.clone(), self.app.limits.drain);
        let stopping = async {
            signals::shutdown().await;
            stopper.stop(&clock, drain).await;
            std::future::pending::<()>().await;
        };
        let reloading = guards::reload_on_hangup(Arc::clone(&self.app), self.sources);
        // In one task: a second one would wake another thread, which then
        // competes with the first request.
        let served = tokio::select! {
            biased;
            served = stdio::serve(self.app, stop) => served,
            () = stopping => Ok(()),
            () = reloading => Ok(()),
        };
        served.map_err(|source| Error::Io { context: "the stdio transport failed", source })
    }

    /// Serves one connection over any byte stream, with the framing of stdio.
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
        crate::transport::stream::serve(Arc::clone(&self.app), reader, writer, hung_up, stop)
            .await
            .map_err(|source| Error::Io { context: "the connection failed", source })
    }
}
