use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use crate::error::{Error, Result};
use crate::server::Server;
use crate::transport::Stopper;
use crate::transport::http::{
    AccessPolicy, Operator, Pages, Peers, Site, Socket, Whom, WireLimits, listener,
};

/// The port for operators alone.
pub(super) struct Side {
    socket: TcpListener,
    address: SocketAddr,
    site: Site,
}

/// Probes and scrapers, of which there are few.
const CONNECTIONS: usize = 128;
const CONNECTIONS_PER_PEER: usize = 32;

impl Side {
    pub(super) fn open(server: &Server, address: SocketAddr) -> Result<Self> {
        let bind = |source| Error::Bind { address: format!("{address} (--health)"), source };
        let socket = TcpListener::bind(address).map_err(bind)?;
        socket.set_nonblocking(true).map_err(bind)?;
        let address = socket.local_addr().map_err(bind)?;
        let any_host = !address.ip().to_canonical().is_loopback();
        let limits = WireLimits {
            connections: CONNECTIONS,
            connections_per_peer: Some(CONNECTIONS_PER_PEER),
            head_bytes: 16 << 10,
            head_time: Duration::from_secs(5),
            idle: Duration::from_secs(20),
            stall: Duration::from_secs(10),
            ..WireLimits::default()
        };
        server.observatory.watch();
        let site = Site {
            clock: server.app.environment.clock.clone(),
            whom: Whom::Operators(AccessPolicy { any_host, ..AccessPolicy::default() }),
            path: String::new(),
            operator: Operator {
                health: Arc::clone(&server.health),
                observatory: Arc::clone(&server.observatory),
                // No endpoint is beside it, and so no `/docs`.
                html: Pages::of(&server.app.identity.server_info, "/"),
                pages: true,
                scope: None,
                taken: Vec::new(),
            },
            document: None,
            routes: axum::Router::new(),
            peers: Peers::new(CONNECTIONS_PER_PEER),
            limits,
            #[cfg(feature = "tls")]
            tls: None,
        };
        Ok(Self { socket, address, site })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves for as long as it is polled.
    pub(super) async fn serve(self) {
        let (_stopper, stop) = Stopper::new();
        match tokio::net::TcpListener::from_std(self.socket) {
            Ok(socket) => {
                listener::serve(vec![Socket::Tcp(socket)], Arc::new(self.site), stop).await;
            }
            Err(error) => tracing::warn!(%error, "cannot serve the health port"),
        }
    }
}
