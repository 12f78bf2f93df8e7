use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;

use super::bound::Place;
use super::stopping::Stopping;
use super::{BoundServer, Server, Shutdown, guards, say, signing_key};
use crate::auth::{Mode, Rule};
use crate::error::{Error, Problems, Result};
use crate::health::KeyOrigin;
use crate::seal::Seal;
use crate::transport::http::{
    AccessPolicy, Endpoint, Front, HttpOptions, Inflow, Operator, Pages, Peers, Protection, Site,
    Socket, Whom, router, taken,
};
use crate::transport::{Stop, Stopper};

impl Server {
    /// The MCP endpoint as a router, to nest in an axum application of your
    /// own. Serves loopback hosts unless `.allowed_hosts(..)` lists others.
    ///
    /// Connections are then the application's: `.max_connections(..)` and the
    /// limits on clients that do not read or write are those of
    /// [`bind_http`](Self::bind_http) alone. The [`Shutdown`] ends open
    /// streams and calls when the application stops, and waits for tasks:
    ///
    /// ```no_run
    /// use mcp_runtime::axum::{self, Router};
    /// use mcp_runtime::prelude::*;
    ///
    /// # async fn serve() -> Result<(), Box<dyn std::error::Error>> {
    /// let (router, shutdown) = server!().build()?.into_router()?;
    /// let app = Router::new().nest("/tools", router);
    /// let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    /// // Without it callers are `unknown`, and limits take them for one.
    /// let app = app.into_make_service_with_connect_info::<std::net::SocketAddr>();
    /// let stopping = shutdown.clone();
    /// axum::serve(listener, app)
    ///     .with_graceful_shutdown(async move {
    ///         let _ = tokio::signal::ctrl_c().await;
    ///         stopping.begin();
    ///     })
    ///     .await?;
    /// shutdown.ended().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// With OAuth, a nested endpoint's metadata is below the prefix, where its
    /// challenge says. Clients that look for it without a challenge find it
    /// where `.http_path("/tools/mcp")` takes the place of the prefix and the
    /// router is merged. In both cases `.public_url(..)` ends with the whole
    /// path.
    ///
    /// # Errors
    /// Where `MCP_SIGNING_KEY` or `MCP_SIGNING_KEY_FILE` is set but unusable,
    /// the system has no randomness for a key, or OAuth is in use without
    /// `.public_url(..)`.
    pub fn into_router(self) -> Result<(axum::Router, Shutdown)> {
        let (stopper, stop) = Stopper::new();
        let (app, health) = (Arc::clone(&self.app), Arc::clone(&self.health));
        let pages = self.web.operator_pages.unwrap_or(false);
        let site = self.site(false, None, stop.clone(), pages)?;
        let Whom::Clients(front) = site.whom else { unreachable!("it is for clients") };
        let endpoint = Arc::clone(&front.endpoint);
        let router = router(front, &site.path, site.document.as_ref(), site.operator);
        health.serving();
        let stopping = Stopping { app, health, stopper };
        Ok((router.merge(site.routes), Shutdown::new(stopping, stop, endpoint)))
    }

    /// Serves Streamable HTTP until SIGTERM or Ctrl-C. The address is printed
    /// on stderr, so that port 0 is of use.
    ///
    /// # Errors
    /// As [`bind_http`](Self::bind_http) and
    /// [`serve_until`](BoundServer::serve_until).
    pub async fn serve_http(self, address: SocketAddr) -> Result<()> {
        let reloading = self.reloading();
        self.bind_http(address).await?.announce(reloading).await
    }

    /// Opens the listening socket.
    ///
    /// # Errors
    /// Where the address is not on loopback and nothing authenticates
    /// callers, or the socket, or that of the side port, cannot be opened.
    pub async fn bind_http(self, address: SocketAddr) -> Result<BoundServer> {
        let mut problems = Problems::default();
        self.refuse_strangers(address, &mut problems);
        problems.finish()?;
        let bind = |source| Error::Bind { address: address.to_string(), source };
        let listener = TcpListener::bind(address).await.map_err(bind)?;
        let local = listener.local_addr().map_err(bind)?;
        self.bound(vec![(Socket::Tcp(listener), Place::Network(local))])
    }

    /// The rule for every socket that a network reaches, whoever opened it.
    pub(super) fn refuse_strangers(&self, address: SocketAddr, problems: &mut Problems) {
        let authenticates = self.app.environment.authority.mode() != Mode::Nobody;
        let known = authenticates || self.web.exposed;
        if !address.ip().to_canonical().is_loopback() && !known {
            problems.add(format!(
                "{address} can be reached by others and nothing authenticates them: add \
                 `.auth(..)`, listen on 127.0.0.1, or say \
                 `.dangerously_allow_anyone_on_the_network()`"
            ));
        }
    }

    pub(super) fn reloading(&self) -> impl Future<Output = ()> + Send + use<> {
        guards::reload_on_hangup(Arc::clone(&self.app), Arc::clone(&self.sources))
    }

    pub(super) fn bound(self, sockets: Vec<(Socket, Place)>) -> Result<BoundServer> {
        let (sockets, places): (Vec<_>, Vec<_>) = sockets.into_iter().unzip();
        let mut addresses = places.iter().filter_map(|place| match place {
            Place::Network(address) => Some(address.ip().to_canonical()),
            #[cfg(unix)]
            Place::File(_) => None,
        });
        let any_host = match addresses.next() {
            // No web page reaches a file by a name of its own.
            None => true,
            Some(first) => !first.is_loopback() || addresses.any(|other| !other.is_loopback()),
        };
        let local = places.iter().find_map(|place| match place {
            Place::Network(address) => Some(*address),
            #[cfg(unix)]
            Place::File(_) => None,
        });
        let (stopper, stop) = Stopper::new();
        let observer = self.observer()?;
        let (app, health) = (Arc::clone(&self.app), Arc::clone(&self.health));
        let pages = self.web.operator_pages.unwrap_or(true);
        let site = self.site(any_host, local, stop.clone(), pages)?;
        Ok(BoundServer {
            sockets,
            places,
            site,
            stopping: Stopping { app, health, stopper },
            observer,
            stop,
            #[cfg(unix)]
            file: None,
        })
    }

    fn site(
        self,
        any_host: bool,
        local: Option<SocketAddr>,
        stop: Stop,
        pages: bool,
    ) -> Result<Site> {
        let mut settings = self.web;
        let resource = super::resource::of(&self.app, &settings, local)?;
        let initial_scopes = settings.initial_scopes.clone();
        let metadata_url = resource.as_ref().map(|resource| resource.metadata_url(&settings.path));
        let document = resource.map(|resource| resource.document(&settings.path));
        let (key, origin) = match settings.key.take() {
            Some(key) => (key, KeyOrigin::Configured),
            None => signing_key::from_environment()?,
        };
        self.health.signed_with(origin);
        let _ = self.app.seal.set(Seal::new(&key));
        let routes = settings.routes.take().unwrap_or_default();
        if pages {
            self.observatory.watch();
        }
        let operator = Operator {
            health: self.health,
            observatory: self.observatory,
            html: Pages::of(&self.app.identity.server_info, &settings.path),
            pages,
            scope: settings.operator_scope.take().map(Rule::Scopes),
            taken: taken(&routes),
        };
        let clock = self.app.environment.clock.clone();
        let idle_streams = settings.idle_streams.unwrap_or(settings.wire.connections / 2);
        let options = HttpOptions {
            access: AccessPolicy {
                any_host: any_host && settings.hosts.is_none(),
                hosts: settings.hosts.take(),
                origins: settings.served_origins(),
            },
            protection: Protection { metadata_url, initial_scopes },
            key,
            session_lifetime: settings.session_lifetime,
            idle_streams,
            idle_streams_per_peer: settings
                .idle_streams_per_peer
                .unwrap_or_else(|| (idle_streams / 10).max(100)),
            detached_calls: settings.detached_calls,
            bodies: Inflow::new(settings.body_memory, settings.body_time),
        };
        let endpoint = Arc::new(Endpoint::new(self.app, options, stop));
        Ok(Site {
            clock,
            whom: Whom::Clients(Front { endpoint, proxies: settings.proxies }),
            path: settings.path,
            operator,
            document,
            routes,
            peers: Peers::new(
                settings
                    .wire
                    .connections_per_peer
                    .unwrap_or_else(|| (settings.wire.connections / 4).max(100)),
            ),
            limits: settings.wire,
            #[cfg(feature = "tls")]
            tls: settings.tls,
        })
    }
}

impl BoundServer {
    /// Says where it listens, and serves until SIGTERM or Ctrl-C.
    pub(super) async fn announce(self, reloading: impl Future<Output = ()>) -> Result<()> {
        // Before anybody is told: the first thing a supervisor does may be to
        // stop the server again.
        let stopping = super::signals::shutdown();
        if let Some(url) = self.health_url() {
            say(&format!("health on {url}"));
        }
        for url in self.urls() {
            say(&format!("listening on {url}"));
        }
        tokio::select! {
            ended = self.serve_until(stopping) => ended,
            () = reloading => Ok(()),
        }
    }
}
