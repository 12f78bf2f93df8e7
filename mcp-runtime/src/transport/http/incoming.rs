use std::future::{Future as _, poll_fn};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::EXPECT;
use http_body::Body as HttpBody;

use crate::clock::{Clock, Sleep};

/// Why a request body was not read to its end.
pub(super) enum Unreadable {
    /// Longer than the limit; this is its beginning.
    TooLong(Bytes),
    /// The connection broke.
    Broken,
    /// It did not end in time.
    TooSlow,
    /// What is arriving now holds all the memory it may.
    NoRoom,
}

/// What bodies may take while they arrive, and the heads of HTTP/2.
pub(crate) struct Inflow {
    /// Bytes that are left for all of them.
    room: AtomicUsize,
    /// For one of them as a whole.
    time: Duration,
}

/// The bytes of one body.
struct Share<'a> {
    inflow: &'a Inflow,
    bytes: usize,
}

impl Inflow {
    pub(crate) fn new(bytes: usize, time: Duration) -> Self {
        Self { room: AtomicUsize::new(bytes), time }
    }

    pub(super) fn time(&self) -> Duration {
        self.time
    }

    pub(super) fn take(&self, bytes: usize) -> Result<(), Unreadable> {
        if bytes > 0 {
            let less = |room: usize| room.checked_sub(bytes);
            self.room
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less)
                .map_err(|_| Unreadable::NoRoom)?;
        }
        Ok(())
    }

    pub(super) fn give(&self, bytes: usize) {
        if bytes > 0 {
            self.room.fetch_add(bytes, Ordering::Relaxed);
        }
    }
}

impl Share<'_> {
    /// Makes room for what is held while more is waited for.
    fn cover(&mut self, held: usize) -> Result<(), Unreadable> {
        let more = held.saturating_sub(self.bytes);
        self.inflow.take(more)?;
        self.bytes += more;
        Ok(())
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        self.inflow.give(self.bytes);
    }
}

/// What is read at least, and for how long, of a body that is refused.
const SURPLUS: usize = 1 << 20;
const SURPLUS_PATIENCE: Duration = Duration::from_secs(1);

/// Reads a request body of bounded length. A body that arrives in one piece,
/// which small ones do, is not copied.
pub(super) async fn read<B>(
    body: B,
    limit: usize,
    patience: Duration,
    inflow: &Inflow,
    clock: &Clock,
) -> Result<Bytes, Unreadable>
where
    B: HttpBody,
    B::Data: Into<Bytes>,
{
    let mut body = std::pin::pin!(body);
    let mut timer: Option<Sleep> = None;
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    let mut share = Share { inflow, bytes: 0 };
    loop {
        let held = first.len() + all.capacity();
        let frame = poll_fn(|task| {
            if let Poll::Ready(frame) = body.as_mut().poll_frame(task) {
                return Poll::Ready(Ok(frame));
            }
            // Most bodies are there at once and need neither room nor timer.
            share.cover(held)?;
            let timer = timer.get_or_insert_with(|| clock.sleep(patience));
            Pin::new(timer).poll(task).map(|()| Err(Unreadable::TooSlow))
        });
        let frame = match frame.await {
            Err(Unreadable::NoRoom) => {
                drop((first, all, share));
                drain(body, SURPLUS, clock).await;
                return Err(Unreadable::NoRoom);
            }
            frame => frame?,
        };
        let Some(frame) = frame else { break };
        let Ok(frame) = frame else { return Err(Unreadable::Broken) };
        let Ok(data) = frame.into_data() else { continue };
        let data: Bytes = data.into();
        if first.len() + all.len() + data.len() > limit {
            let beginning = if all.is_empty() { first } else { all.freeze() };
            drain(body, limit.max(SURPLUS), clock).await;
            return Err(Unreadable::TooLong(if beginning.is_empty() { data } else { beginning }));
        }
        if first.is_empty() && all.is_empty() {
            first = data;
            continue;
        }
        if all.is_empty() {
            all.extend_from_slice(&std::mem::take(&mut first));
        }
        all.extend_from_slice(&data);
    }
    Ok(if all.is_empty() { first } else { all.freeze() })
}

/// Lets a request end that is refused by its headers alone. A client that
/// asks first whether to send the body (`Expect`) has its answer in the refusal.
pub(super) async fn discard<B>(body: B, headers: &HeaderMap, clock: &Clock)
where
    B: HttpBody,
    B::Data: Into<Bytes>,
{
    if !body.is_end_stream() && !headers.contains_key(EXPECT) {
        drain(std::pin::pin!(body), SURPLUS, clock).await;
    }
}

/// Reads on for a while and throws it away. A connection that is closed with
/// input unread is reset, and many clients read only once they have written
/// everything: they would never see the answer (RFC 9112, 9.6).
async fn drain<B>(mut body: Pin<&mut B>, most: usize, clock: &Clock)
where
    B: HttpBody,
    B::Data: Into<Bytes>,
{
    let mut left = most;
    let mut timer = clock.sleep(SURPLUS_PATIENCE);
    poll_fn(|task| {
        while let Poll::Ready(frame) = body.as_mut().poll_frame(task) {
            let Some(Ok(frame)) = frame else { return Poll::Ready(()) };
            let length = frame.into_data().map_or(0, |data| data.into().len());
            left = left.saturating_sub(length);
            if left == 0 {
                return Poll::Ready(());
            }
        }
        Pin::new(&mut timer).poll(task)
    })
    .await;
}
