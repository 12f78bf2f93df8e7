use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http2;
use hyper::service::service_fn;

use super::connection::Wire;
use super::heads::Heads;
use super::paced::Pace;
use super::preface::Opening;
use super::socket::Stream;
use super::streams::{InUse, Streamed, Streams};
use super::timer::ClockTimer;
use crate::clock::Sleep;

/// What a client may send of a body, or of all bodies on its connection,
/// before any of it is read. They are read at once into bounded memory, so
/// this is for speed over long distances.
const STREAM_WINDOW: u32 = 64 << 10;
const CONNECTION_WINDOW: u32 = 256 << 10;
/// What a stream may hold of an answer that the client is not ready for.
pub(super) const SEND_BUFFER: usize = 16 << 10;
/// Streams that a client opened and reset at once, and such that broke the
/// protocol: with more of them the connection is closed ("rapid reset").
const RESETS: usize = 20;
const ERRORS: usize = 64;
/// A client that is gone without a trace does not answer a ping.
const PING_EVERY: Duration = Duration::from_secs(30);
const PING_PATIENCE: Duration = Duration::from_secs(20);

/// One HTTP/2 connection to its end.
pub(super) async fn serve(mut wire: Wire, stream: Stream, opening: Opening, timer: Sleep) {
    // The head's time does not apply: heads come in between other frames.
    let pace = Pace::new();
    pace.begin();
    let io = wire.io(stream, opening, pace, timer);
    let (site, remote) = (Arc::clone(&wire.site), wire.remote);
    let (clock, limits) = (wire.clock.clone(), wire.site.limits.clone());
    let in_use = InUse::new(clock.clone());
    let (asked, heads) = (in_use.clone(), Heads::new(Arc::clone(&site)));
    let service = service_fn(move |request| {
        let request_in_use = asked.begin();
        // Before anything else, while this is still the connection's own task.
        let head = heads.hold(&request);
        let (site, heads) = (Arc::clone(&site), heads.clone());
        async move {
            let response = match &head {
                Some(_) => site.handle(request, remote).await,
                None => Ok(Box::pin(heads.refuse(request)).await),
            };
            let lasting = (request_in_use, head);
            response.map(|response| response.map(|body| Streamed::new(body, lasting)))
        }
    });
    let connection = http2::Builder::new(Streams { clock: clock.clone(), stall: limits.stall })
        .timer(ClockTimer { clock: clock.clone(), pace: None })
        .max_concurrent_streams(limits.streams)
        .max_header_list_size(u32::try_from(limits.head_bytes).unwrap_or(u32::MAX))
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .max_send_buf_size(SEND_BUFFER)
        .max_pending_accept_reset_streams(RESETS)
        .max_local_error_reset_streams(ERRORS)
        .keep_alive_interval(PING_EVERY)
        .keep_alive_timeout(PING_PATIENCE)
        .serve_connection(io, service);
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        outcome = connection.as_mut() => Some(outcome),
        () = wire.stop.draining() => {
            connection.as_mut().graceful_shutdown();
            Some(connection.await)
        }
        () = in_use.idle_for(limits.idle) => {
            connection.as_mut().graceful_shutdown();
            // Requests that came at the last moment are answered; what is
            // still open later belongs to a client that does not read.
            let last = async {
                clock.sleep(limits.stall).await;
                in_use.idle_for(limits.stall).await;
            };
            tokio::select! {
                outcome = connection => Some(outcome),
                () = last => None,
            }
        }
    };
    if let Some(outcome) = ended {
        wire.ended(outcome);
    }
}
