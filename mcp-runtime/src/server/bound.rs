use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;

use super::signals;
use super::web::WebSettings;
use crate::transport::http::{Endpoint, listener};
use crate::transport::{Stop, Stopper};

/// A server whose listening socket is open.
pub struct BoundServer {
    pub(super) listener: TcpListener,
    pub(super) local: SocketAddr,
    pub(super) endpoint: Arc<Endpoint>,
    pub(super) settings: WebSettings,
    pub(super) stopper: Stopper,
    pub(super) stop: Stop,
}

impl BoundServer {
    /// The address it listens on, with the port that was chosen for port 0.
    pub fn local_addr(&self) -> SocketAddr {
        self.local
    }

    /// The URL of the MCP endpoint.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.local, self.settings.path)
    }

    /// Serves until SIGTERM or Ctrl-C.
    pub async fn serve(self) {
        self.serve_until(signals::shutdown()).await;
    }

    /// Serves until `shutdown` completes, then drains: no further connection
    /// is accepted, calls may finish within `ServerBuilder::drain`, the rest
    /// is answered with `SHUTTING_DOWN`.
    pub async fn serve_until(self, shutdown: impl Future<Output = ()> + Send) {
        let Self { listener, endpoint, settings, stopper, stop, .. } = self;
        let path = Arc::from(settings.path);
        let (clock, drain) = endpoint.drain();
        let routes = settings.routes.unwrap_or_default();
        let serving = listener::serve(listener, endpoint, path, routes, settings.connections, stop);
        let stopping = async {
            shutdown.await;
            stopper.stop(&clock, drain).await;
            std::future::pending::<()>().await;
        };
        tokio::select! {
            () = serving => {}
            () = stopping => {}
        }
    }
}
