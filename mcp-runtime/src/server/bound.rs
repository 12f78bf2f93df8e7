use std::net::SocketAddr;
use std::sync::Arc;

use super::observer::Observer;
use super::signals;
use super::stopping::{self, Stopping};
#[cfg(unix)]
use super::unix::SocketFile;
use crate::error::Result;
use crate::transport::Stop;
use crate::transport::http::{Site, Socket, listener};

/// A server whose listening sockets are open.
pub struct BoundServer {
    pub(super) sockets: Vec<Socket>,
    pub(super) places: Vec<Place>,
    pub(super) site: Site,
    pub(super) stopping: Stopping,
    pub(super) observer: Observer,
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

    /// The URL of the side port, where there is one.
    pub fn health_url(&self) -> Option<String> {
        self.observer.url()
    }

    /// Serves until SIGTERM or Ctrl-C.
    ///
    /// # Errors
    /// As [`serve_until`](Self::serve_until).
    pub async fn serve(self) -> Result<()> {
        self.serve_until(signals::shutdown()).await
    }

    /// Serves until `shutdown` completes. Then the server is not ready any
    /// more, after `ServerBuilder::shutdown_delay` no further connection is
    /// accepted, calls may finish within `ServerBuilder::drain`, and the rest
    /// is answered with `SHUTTING_DOWN`.
    ///
    /// # Errors
    /// [`Error::CutOff`](crate::Error::CutOff) where there was such a rest,
    /// and where the side port or the heartbeat cannot be started.
    pub async fn serve_until(self, shutdown: impl Future<Output = ()> + Send) -> Result<()> {
        let Self { sockets, site, stopping: ending, stop, observer, .. } = self;
        ending.health.watch();
        let observing = observer.start()?;
        ending.health.serving();
        let serving = listener::serve(sockets, Arc::new(site), stop);
        let stopping = async {
            shutdown.await;
            ending.run().await;
            std::future::pending::<()>().await;
        };
        tokio::select! {
            () = serving => {}
            () = stopping => {}
        }
        drop(observing);
        stopping::ended(&ending.app)
    }
}
