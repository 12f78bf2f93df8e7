use std::net::SocketAddr;
use std::sync::Arc;

use super::signals;
#[cfg(unix)]
use super::unix::SocketFile;
use crate::transport::http::{Site, Socket, listener};
use crate::transport::{Stop, Stopper};

/// A server whose listening sockets are open.
pub struct BoundServer {
    pub(super) sockets: Vec<Socket>,
    pub(super) places: Vec<Place>,
    pub(super) site: Site,
    pub(super) stopper: Stopper,
    pub(super) stop: Stop,
    /// Removed at the end.
    #[cfg(unix)]
    pub(super) file: Option<SocketFile>,
}

/// Where a socket listens.
pub(super) enum Place {
    Network(SocketAddr),
    #[cfg(unix)]
    File(std::path::PathBuf),
}

impl BoundServer {
    /// The address it listens on, with the port that was chosen for port 0;
    /// `None` where it listens on Unix sockets only.
    pub fn local_addr(&self) -> Option<SocketAddr> {
        self.places.iter().find_map(|place| match place {
            Place::Network(address) => Some(*address),
            #[cfg(unix)]
            Place::File(_) => None,
        })
    }

    /// The URL of the MCP endpoint. That of a Unix socket is written as
    /// nginx's `proxy_pass` takes it: `http://unix:/run/notes.sock:/mcp`.
    pub fn url(&self) -> String {
        self.urls().next().unwrap_or_default()
    }

    /// That of each socket.
    pub(super) fn urls(&self) -> impl Iterator<Item = String> {
        #[cfg(feature = "tls")]
        let scheme = if self.site.tls.is_some() { "https" } else { "http" };
        #[cfg(not(feature = "tls"))]
        let scheme = "http";
        self.places.iter().map(move |place| match place {
            Place::Network(address) => format!("{scheme}://{address}{}", self.site.path),
            #[cfg(unix)]
            Place::File(path) => format!("{scheme}://unix:{}:{}", path.display(), self.site.path),
        })
    }

    /// Serves until SIGTERM or Ctrl-C.
    pub async fn serve(self) {
        self.serve_until(signals::shutdown()).await;
    }

    /// Serves until `shutdown` completes, then drains: no further connection
    /// is accepted, calls may finish within `ServerBuilder::drain`, the rest
    /// is answered with `SHUTTING_DOWN`.
    pub async fn serve_until(self, shutdown: impl Future<Output = ()> + Send) {
        let (clock, drain) = self.site.front.endpoint.drain();
        let serving = listener::serve(self.sockets, Arc::new(self.site), self.stop);
        let stopper = self.stopper;
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
