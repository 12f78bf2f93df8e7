//! A thread beside the server's runtime that tells others how it does. While
//! the runtime is stuck it still can.

mod heartbeat;
#[cfg(feature = "http")]
mod side;

use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tokio::runtime;
use tokio::sync::oneshot;

use super::Server;
#[cfg(all(unix, feature = "systemd"))]
use super::Supervisor;
use crate::error::{Error, Result};
use crate::health::Health;
#[cfg(feature = "http")]
use side::Side;

/// What is to be done once the server serves. The port is open already, so
/// that one that is taken keeps the server from starting.
pub(super) struct Observer {
    health: Arc<Health>,
    heartbeat: Option<std::path::PathBuf>,
    #[cfg(feature = "http")]
    side: Option<Side>,
}

/// Ends the thread when it is dropped, and waits for that a little.
pub(super) struct Observing {
    stop: Option<oneshot::Sender<()>>,
    ended: mpsc::Receiver<()>,
}

/// Of a file system that hangs.
const PATIENCE: Duration = Duration::from_secs(1);

impl Server {
    #[cfg_attr(not(feature = "http"), allow(clippy::unnecessary_wraps))] // as with HTTP
    pub(super) fn observer(&self) -> Result<Observer> {
        Ok(Observer {
            health: Arc::clone(&self.health),
            heartbeat: self.watching.heartbeat.clone(),
            #[cfg(feature = "http")]
            side: self.watching.address.map(|address| Side::open(self, address)).transpose()?,
        })
    }
}

impl Observer {
    /// Where the side port is.
    #[cfg_attr(not(feature = "http"), allow(clippy::unused_self))] // as with HTTP
    pub(super) fn url(&self) -> Option<String> {
        #[cfg(feature = "http")]
        return self.side.as_ref().map(|side| format!("http://{}", side.address()));
        #[cfg(not(feature = "http"))]
        None
    }

    /// Whether anybody is to be told anything.
    pub(super) fn is_wanted(&self) -> bool {
        #[cfg(all(unix, feature = "systemd"))]
        if Supervisor::is_there() {
            return true;
        }
        self.url().is_some() || self.heartbeat.is_some()
    }

    /// Begins, where anybody is to be told. From here on the pulse beats.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    pub(super) fn start(self) -> Result<Option<Observing>> {
        if !self.is_wanted() {
            return Ok(None);
        }
        self.health.watch();
        let runtime = runtime::Builder::new_current_thread().enable_all().build();
        let runtime =
            runtime.map_err(|source| Error::Io { context: "cannot start the observer", source })?;
        let (stop, stopped) = oneshot::channel::<()>();
        let (done, ended) = mpsc::channel();
        let run = move || {
            runtime.block_on(self.run(stopped));
            // Not waiting for a write to a file system that hangs.
            runtime.shutdown_background();
            let _ = done.send(());
        };
        thread::Builder::new()
            .name("mcp-observer".to_owned())
            .spawn(run)
            .map_err(|source| Error::Io { context: "cannot start the observer", source })?;
        Ok(Some(Observing { stop: Some(stop), ended }))
    }

    async fn run(self, stopped: oneshot::Receiver<()>) {
        let health = &self.health;
        let heartbeat = async {
            match self.heartbeat {
                Some(path) => heartbeat::write(health, path, stopped).await,
                None => drop(stopped.await),
            }
        };
        #[cfg(all(unix, feature = "systemd"))]
        let supervised = async {
            if Supervisor::is_there() {
                Supervisor::inform(health).await;
            }
            std::future::pending::<()>().await;
        };
        #[cfg(not(all(unix, feature = "systemd")))]
        let supervised = std::future::pending::<()>();
        #[cfg(feature = "http")]
        let serving = async {
            if let Some(side) = self.side {
                side.serve().await;
            }
            std::future::pending::<()>().await;
        };
        #[cfg(not(feature = "http"))]
        let serving = std::future::pending::<()>();
        tokio::select! {
            () = heartbeat => {}
            () = supervised => {}
            () = serving => {}
        }
    }
}

impl Drop for Observing {
    fn drop(&mut self) {
        drop(self.stop.take());
        let _ = self.ended.recv_timeout(PATIENCE);
        #[cfg(all(unix, feature = "systemd"))]
        Supervisor::flush();
    }
}
