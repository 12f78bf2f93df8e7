use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tower_service::Service as _;

use super::body::Body;
use super::endpoint::Endpoint;
use super::timer::ClockTimer;
use super::write_stall::WriteStall;
use crate::clock::Clock;
use crate::handler::Remote;
use crate::transport::Stop;

/// How long the headers of a request may take to arrive, and how long a
/// connection may be idle between two requests.
const HEADERS: Duration = Duration::from_secs(30);
/// How long a client may take nothing of what is to be written to it.
const STALL: Duration = Duration::from_secs(30);

/// Accepts connections until the server stops, then lets them finish.
pub(crate) async fn serve(
    listener: TcpListener,
    endpoint: Arc<Endpoint>,
    path: Arc<str>,
    routes: axum::Router,
    connections: usize,
    mut stop: Stop,
) {
    let clock = endpoint.clock().clone();
    let calls = Arc::clone(&endpoint.calls);
    let permits = Arc::new(Semaphore::new(connections));
    let mut open = JoinSet::new();
    loop {
        tokio::select! {
            () = stop.draining() => break,
            // Finished connections are reaped as they end.
            Some(_) = open.join_next(), if !open.is_empty() => {}
            accepted = accept(&listener, &permits, &clock) => {
                let (stream, peer, permit) = accepted;
                let connection = connection(
                    stream, peer, Arc::clone(&endpoint), Arc::clone(&path), routes.clone(), stop.clone(),
                );
                open.spawn(async move {
                    connection.await;
                    drop(permit);
                });
            }
        }
    }
    drop(listener);
    // At the end every call is answered; what is open a little later belongs
    // to clients that do not read.
    let last = async {
        stop.ended().await;
        clock.sleep(Duration::from_secs(1)).await;
    };
    let finished = async {
        while open.join_next().await.is_some() {}
        calls.finish().await;
    };
    tokio::select! {
        () = finished => {}
        () = last => {}
    }
}

/// The next connection, once there is room for it: beyond the bound they wait
/// in the kernel's queue.
async fn accept(
    listener: &TcpListener,
    permits: &Arc<Semaphore>,
    clock: &Clock,
) -> (TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit) {
    loop {
        let Ok(permit) = Arc::clone(permits).acquire_owned().await else {
            std::future::pending::<()>().await;
            continue;
        };
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, peer, permit),
            Err(error) => {
                // Out of descriptors, mostly: the connection stays queued, and
                // without a pause this would spin.
                tracing::warn!(%error, "cannot accept a connection");
                clock.sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    endpoint: Arc<Endpoint>,
    path: Arc<str>,
    routes: axum::Router,
    mut stop: Stop,
) {
    // Without it the last part of a streamed answer waits 40 ms for the
    // client's delayed acknowledgement of the part before.
    let _ = stream.set_nodelay(true);
    let clock = endpoint.clock().clone();
    let stream = WriteStall::new(stream, clock.clone(), STALL);
    let service = service_fn(move |request: http::Request<hyper::body::Incoming>| {
        // The endpoint does not pass through the router: its matching and
        // boxing would cost more than the rest of a small call.
        let other = (request.uri().path() != &*path).then(|| routes.clone());
        let endpoint = Arc::clone(&endpoint);
        async move {
            Ok::<_, Infallible>(match other {
                None => endpoint.handle(request, Remote::Peer(peer)).await,
                Some(mut routes) => {
                    let Ok(response) = routes.call(request.map(axum::body::Body::new)).await;
                    response.map(Body::routed)
                }
            })
        }
    });
    let connection = http1::Builder::new()
        .timer(ClockTimer(clock))
        .header_read_timeout(HEADERS)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let outcome = tokio::select! {
        outcome = connection.as_mut() => outcome,
        () = stop.draining() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = outcome {
        tracing::debug!(%peer, %error, "a connection ended early");
    }
}
