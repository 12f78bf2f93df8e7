use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;

use super::connection;
use super::peers::Place;
use super::site::Site;
use super::socket::{self, Socket, Stream};
use crate::clock::Clock;
use crate::handler::{Gone, Remote};
use crate::transport::Stop;

/// Accepts connections until the server stops, then lets them finish.
pub(crate) async fn serve(sockets: Vec<Socket>, site: Arc<Site>, mut stop: Stop) {
    let clock = site.clock.clone();
    let calls = site.calls();
    let permits = Arc::new(Semaphore::new(site.limits.connections));
    let mut open = JoinSet::new();
    let mut accepting =
        Accepting { sockets, site: Arc::clone(&site), clock: clock.clone(), turn: 0 };
    #[cfg(feature = "tls")]
    let watched = super::tls::watch(site.tls.as_ref(), &clock);
    #[cfg(not(feature = "tls"))]
    let watched = std::future::pending::<()>();
    let mut watched = std::pin::pin!(watched);
    loop {
        tokio::select! {
            () = stop.draining() => break,
            // Finished connections are reaped as they end.
            Some(_) = open.join_next(), if !open.is_empty() => {}
            () = &mut watched => {}
            (stream, remote, held) = accepting.next(&permits) => {
                let connection = connection::serve(stream, remote, Arc::clone(&site), stop.clone());
                let counted = site.front().map(|_| site.operator.observatory.traffic.open());
                open.spawn(async move {
                    connection.await;
                    drop((held, counted));
                });
            }
        }
    }
    drop(accepting);
    // The answers to what was asked could not come in any more.
    if let Some(front) = site.front() {
        front.endpoint.requests.close(Gone::Stopping);
    }
    // At the end every call is answered; what is open a little later belongs
    // to clients that do not read.
    let last = async {
        stop.ended().await;
        clock.sleep(Duration::from_secs(1)).await;
    };
    let finished = async {
        while open.join_next().await.is_some() {}
        if let Some(calls) = calls {
            calls.finish().await;
        }
        if let Some(front) = site.front() {
            front.endpoint.app.tasks.idle().await;
        }
    };
    tokio::select! {
        () = finished => {}
        () = last => {}
    }
}

struct Accepting {
    sockets: Vec<Socket>,
    site: Arc<Site>,
    clock: Clock,
    turn: usize,
}

/// What an open connection holds.
type Held = (OwnedSemaphorePermit, Option<Place>);

impl Accepting {
    /// The next connection, once there is room for it: beyond the bound they
    /// wait in the kernel's queue.
    async fn next(&mut self, permits: &Arc<Semaphore>) -> (Stream, Remote, Held) {
        loop {
            let Ok(permit) = Arc::clone(permits).acquire_owned().await else {
                std::future::pending::<()>().await;
                continue;
            };
            match socket::accept(&self.sockets, &mut self.turn).await {
                Ok((stream, remote)) => match self.place(remote) {
                    Ok(place) => return (stream, remote, (permit, place)),
                    // Closed without a word: an answer would need a handshake
                    // or a head to be read first, which is what the client is
                    // to be denied.
                    Err(()) => drop(stream),
                },
                Err(error) => {
                    // Out of descriptors, mostly: the connection stays queued, and
                    // without a pause this would spin.
                    tracing::warn!(%error, "cannot accept a connection");
                    self.clock.sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }

    /// Proxies are exempt: they bring the connections of many.
    fn place(&self, remote: Remote) -> Result<Option<Place>, ()> {
        if self.site.trusts(remote) {
            return Ok(None);
        }
        self.site.peers.enter(remote).map(Some).map_err(|_| {
            tracing::debug!(?remote, "a peer has too many connections open");
        })
    }
}
