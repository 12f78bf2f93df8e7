use std::future::Future;
use std::pin::pin;
use std::sync::Arc;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;

use super::paced::{Pace, Paced};
use super::patient::Patient;
use super::preface::Opening;
use super::site::Site;
use super::socket::Stream;
use super::timer::ClockTimer;
use super::write_stall::WriteStall;
use crate::clock::{Clock, Sleep};
use crate::handler::Remote;
use crate::transport::Stop;

/// hyper's buffers of a connection: what is read of a body at once, and what
/// waits to be written before more is asked for.
const BUFFER: usize = 64 << 10;

/// The header fields that hyper takes at most by itself.
const HYPERS_FIELDS: usize = 100;

pub(super) type Io = TokioIo<Patient<Stream>>;

/// One connection to its end. Everything before the first complete head has
/// one patience: a client that opens connections and says nothing, or half a
/// TLS handshake, is given up like one whose head does not end.
pub(super) async fn serve(stream: Stream, remote: Remote, site: Arc<Site>, mut stop: Stop) {
    let clock = site.clock.clone();
    let mut timer = clock.sleep(site.limits.head_time);
    let opened = {
        let opening = pin!(open(stream, &site));
        tokio::select! {
            opened = opening => opened,
            () = &mut timer => None,
            // It has asked for nothing yet.
            () = stop.draining() => None,
        }
    };
    let Some((stream, opening, is_http2)) = opened else {
        return tracing::debug!(?remote, "a connection ended before a request began");
    };
    let wire = Wire { clock, site, remote, stop };
    #[cfg(feature = "http2")]
    if is_http2 {
        // Boxed: HTTP/1.1, which is most of them, does not carry its size.
        return Box::pin(super::http2::serve(wire, stream, opening, timer)).await;
    }
    let _ = is_http2;
    http1(wire, stream, opening, timer).await;
}

/// What both versions need of a connection.
pub(super) struct Wire {
    pub(super) clock: Clock,
    pub(super) site: Arc<Site>,
    pub(super) remote: Remote,
    pub(super) stop: Stop,
}

impl Wire {
    pub(super) fn io(&self, stream: Stream, opening: Opening, pace: Arc<Pace>, timer: Sleep) -> Io {
        let limits = &self.site.limits;
        let reads = Paced::new(opening, pace, self.clock.clone(), limits.head_time, timer);
        let writes = WriteStall::new(self.clock.clone(), limits.stall);
        TokioIo::new(Patient { stream, reads, writes })
    }

    pub(super) fn ended(&self, outcome: hyper::Result<()>) {
        if let Err(error) = outcome {
            tracing::debug!(remote = ?self.remote, %error, "a connection ended early");
        }
    }
}

/// The TLS handshake, and which version the client speaks: over TLS it has
/// agreed to one, in the clear its first bytes tell.
async fn open(stream: Stream, site: &Site) -> Option<(Stream, Opening, bool)> {
    let mut stream = stream;
    #[cfg(feature = "tls")]
    if let Some(tls) = &site.tls {
        let stream = tls
            .accept(stream)
            .await
            .inspect_err(|error| tracing::debug!(%error, "a TLS handshake failed"))
            .ok()?;
        let is_http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
        return Some((Stream::Tls(Box::new(stream)), Opening::default(), is_http2));
    }
    let _ = site;
    let opening = Opening::read(&mut stream).await.ok().filter(|opening| !opening.is_empty())?;
    let is_http2 = opening.is_http2();
    Some((stream, opening, is_http2))
}

fn http1(
    mut wire: Wire,
    stream: Stream,
    opening: Opening,
    timer: Sleep,
) -> impl Future<Output = ()> {
    let pace = Pace::new();
    let io = wire.io(stream, opening, Arc::clone(&pace), timer);
    let (site, remote) = (Arc::clone(&wire.site), wire.remote);
    let timer = ClockTimer { clock: wire.clock.clone(), pace: Some(Arc::clone(&pace)) };
    let limits = site.limits.clone();
    let service = service_fn(move |request| {
        pace.begin();
        let site = Arc::clone(&site);
        async move { site.handle(request, remote).await }
    });
    let mut builder = http1::Builder::new();
    builder
        .timer(timer)
        .header_read_timeout(limits.idle)
        .max_header_size(limits.head_bytes)
        .max_buf_size(limits.head_bytes.max(BUFFER));
    if limits.head_fields != HYPERS_FIELDS {
        // Said in words it costs an allocation a request.
        builder.max_headers(limits.head_fields);
    }
    let connection = builder.serve_connection(io, service);
    async move {
        let mut connection = pin!(connection);
        let outcome = tokio::select! {
            outcome = connection.as_mut() => outcome,
            () = wire.stop.draining() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        wire.ended(outcome);
    }
}
