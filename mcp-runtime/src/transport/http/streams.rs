use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::body::Body;
use super::heads::Head;
use super::http2::SEND_BUFFER;
use crate::clock::{Clock, Sleep};

/// Runs the streams of HTTP/2 connections, and gives up those whose client
/// takes nothing of the answer for a while.
///
/// A connection may be read while one of its streams has no window left. Its
/// answer is then not asked for more, and the call in it is not polled, not
/// even for its deadline.
#[derive(Clone)]
pub(super) struct Streams {
    pub(super) clock: Clock,
    pub(super) stall: Duration,
}

impl<F> hyper::rt::Executor<F> for Streams
where
    F: Future<Output = ()> + Send + 'static,
{
    fn execute(&self, future: F) {
        tokio::spawn(StreamTask {
            future: Box::pin(future),
            streams: self.clone(),
            waits: false,
            timer: None,
        });
    }
}

thread_local! {
    /// What the body being polled on this thread said of itself: whether it
    /// handed something out, so that the client is waited for.
    static HANDED_OUT: Cell<Option<bool>> = const { Cell::new(None) };
}

struct StreamTask<F> {
    future: Pin<Box<F>>,
    streams: Streams,
    waits: bool,
    timer: Option<Sleep>,
}

impl<F: Future<Output = ()>> Future for StreamTask<F> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        HANDED_OUT.set(None);
        if this.future.as_mut().poll(task).is_ready() {
            return Poll::Ready(());
        }
        if let Some(handed_out) = HANDED_OUT.take() {
            this.waits = handed_out;
            this.timer = None;
        }
        if !this.waits {
            return Poll::Pending;
        }
        let Streams { clock, stall } = &this.streams;
        // Dropped, it resets the stream, and the call in it is cancelled.
        Pin::new(this.timer.get_or_insert_with(|| clock.sleep(*stall))).poll(task)
    }
}

/// An answer on a stream, in pieces no larger than what a stream may hold
/// back: a large one is not handed over to wait as a whole.
pub(super) struct Streamed {
    body: Body,
    rest: Bytes,
    _held: (Request, Option<Head>),
}

impl Streamed {
    pub(super) fn new(body: Body, held: (Request, Option<Head>)) -> Self {
        Self { body, rest: Bytes::new(), _held: held }
    }

    fn piece(&mut self) -> Frame<Bytes> {
        Frame::data(self.rest.split_to(self.rest.len().min(SEND_BUFFER)))
    }
}

impl HttpBody for Streamed {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        task: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = self.get_mut();
        if !this.rest.is_empty() {
            HANDED_OUT.set(Some(true));
            return Poll::Ready(Some(Ok(this.piece())));
        }
        let frame = Pin::new(&mut this.body).poll_frame(task);
        HANDED_OUT.set(Some(frame.is_ready()));
        frame.map(|frame| {
            Some(frame?.map(|frame| match frame.into_data() {
                Ok(data) => {
                    this.rest = data;
                    this.piece()
                }
                Err(trailers) => trailers,
            }))
        })
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (rest, mut hint) = (self.rest.len() as u64, self.body.size_hint());
        if let Some(upper) = hint.upper() {
            hint.set_upper(upper + rest);
        }
        hint.set_lower(hint.lower() + rest);
        hint
    }
}

/// Whether a connection is in use, and since when it is not.
#[derive(Clone)]
pub(super) struct InUse(Arc<Mutex<Requests>>, Clock);

struct Requests {
    open: usize,
    since: Instant,
}

/// A request, from its head to the end of its answer.
pub(super) struct Request(InUse);

impl InUse {
    pub(super) fn new(clock: Clock) -> Self {
        Self(Arc::new(Mutex::new(Requests { open: 0, since: clock.now() })), clock)
    }

    pub(super) fn begin(&self) -> Request {
        self.requests().open += 1;
        Request(self.clone())
    }

    /// Completes once there was no request for this long.
    pub(super) async fn idle_for(&self, limit: Duration) {
        let mut due = self.1.after(limit);
        loop {
            self.1.sleep_until(due).await;
            let now = self.1.now();
            let requests = self.requests();
            due = if requests.open > 0 { now + limit } else { requests.since + limit };
            if due <= now {
                return;
            }
        }
    }

    fn requests(&self) -> MutexGuard<'_, Requests> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        let now = self.0.1.now();
        let mut requests = self.0.requests();
        requests.open -= 1;
        requests.since = now;
    }
}
