use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use super::{BoundServer, Server, ServerBuilder, Shutdown};
use crate::error::{Error, Problems, Result};
use crate::transport::http::{AccessPolicy, Endpoint, HttpOptions, SigningKey, router};
use crate::transport::{Stop, Stopper};

/// Settings of the HTTP transport.
pub(crate) struct WebSettings {
    pub(super) path: String,
    hosts: Option<Vec<String>>,
    origins: Vec<String>,
    key: Option<SigningKey>,
    session_lifetime: Duration,
    pub(super) connections: usize,
    /// Half of the connections, where nothing was chosen.
    idle_streams: Option<usize>,
    detached_calls: usize,
    exposed: bool,
    /// None where the user added none: making a router costs start-up time.
    pub(super) routes: Option<axum::Router>,
}

impl Default for WebSettings {
    fn default() -> Self {
        Self {
            path: "/mcp".to_owned(),
            hosts: None,
            origins: Vec::new(),
            key: None,
            session_lifetime: Duration::from_hours(7 * 24),
            connections: 10_000,
            idle_streams: None,
            detached_calls: 1024,
            exposed: false,
            routes: None,
        }
    }
}

impl ServerBuilder {
    /// The path of the MCP endpoint. Default: `/mcp`.
    pub fn http_path(mut self, path: impl Into<String>) -> Self {
        let path = path.into();
        if !path.starts_with('/') {
            self.problems.add(format!("`.http_path(\"{path}\")` must begin with `/`"));
        }
        self.web.path = path;
        self
    }

    /// The names in the `Host` header that are served, without port.
    /// Default: loopback names where the server listens on loopback, else any.
    pub fn allowed_hosts<S: Into<String>>(mut self, hosts: impl IntoIterator<Item = S>) -> Self {
        self.web.hosts = Some(hosts.into_iter().map(Into::into).collect());
        self
    }

    /// Web origins whose requests are served, such as
    /// `https://app.example.com`; others get 403. Browsers also ask for
    /// permission first (CORS): for that, put a CORS layer around
    /// [`Server::into_router`]. Default: pages of this machine where the
    /// server listens on loopback, else none.
    pub fn allowed_origins<S: Into<String>>(
        mut self,
        origins: impl IntoIterator<Item = S>,
    ) -> Self {
        self.web.origins = origins.into_iter().map(Into::into).collect();
        self
    }

    /// The secret that sessions of older clients are signed with, at least 32
    /// bytes. Give all replicas the same one, and keep it over restarts.
    /// Default: the environment variable `MCP_SIGNING_KEY`, else a random one
    /// for this process, with which a restart makes those clients initialize
    /// again.
    pub fn signing_key(mut self, secret: impl AsRef<[u8]>) -> Self {
        match SigningKey::new(secret.as_ref()) {
            Some(key) => self.web.key = Some(key),
            None => self.problems.add(too_short("`.signing_key(..)`")),
        }
        self
    }

    /// How long a session of an older client lasts; the client then has to
    /// initialize again, which not all of them do by themselves. Counted in
    /// whole seconds. Default: 7 days.
    pub fn session_lifetime(mut self, lifetime: Duration) -> Self {
        if lifetime < Duration::from_secs(1) {
            self.problems.add("`.session_lifetime(..)` must be at least a second");
        }
        self.web.session_lifetime = lifetime;
        self
    }

    /// Connections open at once; further ones wait. Default: 10,000.
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.web.connections = connections.clamp(1, Semaphore::MAX_PERMITS);
        self
    }

    /// Streams that older clients may hold open without a request, each on a
    /// connection of its own; further ones are refused. Each ends after 15
    /// minutes, and the client opens another. Default: half of
    /// [`max_connections`](Self::max_connections), so that the other half is
    /// left for requests.
    pub fn max_idle_streams(mut self, streams: usize) -> Self {
        self.web.idle_streams = Some(streams.min(Semaphore::MAX_PERMITS));
        self
    }

    /// Calls of older clients that go on although their client disconnected,
    /// as those revisions demand; beyond this many, a disconnect cancels the
    /// call. Default: 1024.
    pub fn max_detached_calls(mut self, calls: usize) -> Self {
        self.web.detached_calls = calls;
        self
    }

    /// Serves further axum routes beside the MCP endpoint.
    ///
    /// What protects the endpoint does not cover them: neither the checks of
    /// `Host` and `Origin` nor the bounds on messages and calls. A page that
    /// points its own name at this machine (DNS rebinding) can reach them, so
    /// give routes that are not for everyone checks of their own.
    pub fn routes(mut self, routes: axum::Router) -> Self {
        self.web.routes = Some(match self.web.routes.take() {
            Some(others) => others.merge(routes),
            None => routes,
        });
        self
    }

    /// Lets the server listen on addresses that others can reach although
    /// nothing authenticates them: whoever reaches the port may call every
    /// tool. Only for networks where that is what you want.
    pub fn dangerously_allow_anyone_on_the_network(mut self) -> Self {
        self.web.exposed = true;
        self
    }
}

impl Server {
    /// The MCP endpoint as a router, to nest in an axum application of your
    /// own. Serves loopback hosts unless `.allowed_hosts(..)` lists others.
    ///
    /// Connections are then the application's: `.max_connections(..)` and the
    /// limits on clients that do not read or write are those of
    /// [`bind_http`](Self::bind_http) alone. The [`Shutdown`] ends open
    /// streams and calls when the application stops:
    ///
    /// ```no_run
    /// use mcp_runtime::axum::{self, Router};
    /// use mcp_runtime::prelude::*;
    ///
    /// # async fn serve() -> Result<(), Box<dyn std::error::Error>> {
    /// let (router, shutdown) = server!().build()?.into_router()?;
    /// let app = Router::new().nest("/tools", router);
    /// let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    /// axum::serve(listener, app)
    ///     .with_graceful_shutdown(async move {
    ///         let _ = tokio::signal::ctrl_c().await;
    ///         shutdown.begin();
    ///     })
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Where `MCP_SIGNING_KEY` is set but unusable, or the system has no
    /// randomness for a key.
    pub fn into_router(self) -> Result<(axum::Router, Shutdown)> {
        let (stopper, stop) = Stopper::new();
        let (endpoint, settings) = self.endpoint(false, stop)?;
        let (clock, drain) = endpoint.drain();
        let router = router(&endpoint, &settings.path).merge(settings.routes.unwrap_or_default());
        Ok((router, Shutdown { stopper, clock, drain }))
    }

    /// Serves Streamable HTTP until SIGTERM or Ctrl-C. The address is printed
    /// on stderr, so that port 0 is of use.
    ///
    /// # Errors
    /// As [`bind_http`](Self::bind_http).
    pub async fn serve_http(self, address: SocketAddr) -> Result<()> {
        let bound = self.bind_http(address).await?;
        // Not a log line: a script that asked for port 0 reads it whatever
        // the log level is.
        eprintln!("listening on {}", bound.url());
        bound.serve().await;
        Ok(())
    }

    /// Opens the listening socket.
    ///
    /// # Errors
    /// Where the address is not on loopback and nothing authenticates
    /// callers, or the socket cannot be opened.
    pub async fn bind_http(self, address: SocketAddr) -> Result<BoundServer> {
        let mut problems = Problems::default();
        if !address.ip().is_loopback() && !self.web.exposed {
            problems.add(format!(
                "{address} can be reached by others and nothing authenticates them: listen on \
                 127.0.0.1, or say `.dangerously_allow_anyone_on_the_network()`"
            ));
        }
        problems.finish()?;
        let bind = |source| Error::Bind { address: address.to_string(), source };
        let listener = TcpListener::bind(address).await.map_err(bind)?;
        let local = listener.local_addr().map_err(bind)?;
        let (stopper, stop) = Stopper::new();
        let (endpoint, settings) = self.endpoint(!local.ip().is_loopback(), stop.clone())?;
        Ok(BoundServer { listener, local, endpoint, settings, stopper, stop })
    }

    fn endpoint(self, any_host: bool, stop: Stop) -> Result<(Arc<Endpoint>, WebSettings)> {
        let mut settings = self.web;
        let key = match settings.key.take() {
            Some(key) => key,
            None => key_from_environment()?,
        };
        let options = HttpOptions {
            access: AccessPolicy {
                any_host: any_host && settings.hosts.is_none(),
                hosts: settings.hosts.take(),
                origins: std::mem::take(&mut settings.origins),
            },
            key,
            session_lifetime: settings.session_lifetime,
            idle_streams: settings.idle_streams.unwrap_or(settings.connections / 2),
            detached_calls: settings.detached_calls,
        };
        Ok((Arc::new(Endpoint::new(self.app, options, stop)), settings))
    }
}

fn key_from_environment() -> Result<SigningKey> {
    const VARIABLE: &str = "MCP_SIGNING_KEY";
    let mut problems = Problems::default();
    match std::env::var_os(VARIABLE) {
        Some(secret) => match SigningKey::new(secret.as_encoded_bytes()) {
            Some(key) => return Ok(key),
            None => problems.add(too_short(VARIABLE)),
        },
        None => match SigningKey::random() {
            Ok(key) => return Ok(key),
            Err(error) => problems.add(format!("no random signing key: {error}")),
        },
    }
    problems.finish()?;
    unreachable!("a problem was added on every path here")
}

fn too_short(what: &str) -> String {
    format!("{what} needs at least {} bytes of secret", SigningKey::SHORTEST)
}
