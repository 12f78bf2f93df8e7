use std::future::{Future as _, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::idle::IdleStream;
use super::sse::EventStream;
use crate::clock::{Clock, Sleep};

/// A response body: everything at once, or events as they come.
pub(crate) struct Body(Kind);

enum Kind {
    Full(Bytes),
    Events(Box<EventStream>),
    Idle(Box<IdleStream>),
    /// Of a route of the user's.
    Routed(axum::body::Body),
}

impl Body {
    pub(super) fn empty() -> Self {
        Self(Kind::Full(Bytes::new()))
    }

    pub(super) fn full(bytes: Vec<u8>) -> Self {
        Self(Kind::Full(bytes.into()))
    }

    pub(super) fn events(stream: EventStream) -> Self {
        Self(Kind::Events(Box::new(stream)))
    }

    pub(super) fn routed(body: axum::body::Body) -> Self {
        Self(Kind::Routed(body))
    }

    pub(super) fn idle(stream: IdleStream) -> Self {
        Self(Kind::Idle(Box::new(stream)))
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        task: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let next = match &mut self.get_mut().0 {
            Kind::Full(bytes) if bytes.is_empty() => Poll::Ready(None),
            Kind::Full(bytes) => Poll::Ready(Some(std::mem::take(bytes))),
            Kind::Events(stream) => stream.poll_next(task),
            Kind::Idle(stream) => stream.poll_next(task),
            Kind::Routed(body) => return Pin::new(body).poll_frame(task),
        };
        next.map(|chunk| chunk.map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Kind::Full(bytes) => bytes.is_empty(),
            Kind::Routed(body) => body.is_end_stream(),
            Kind::Events(_) | Kind::Idle(_) => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Full(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Kind::Routed(body) => body.size_hint(),
            Kind::Events(_) | Kind::Idle(_) => SizeHint::default(),
        }
    }
}

/// Why a request body was not read to its end.
pub(super) enum Unreadable {
    /// Longer than the limit; this is its beginning.
    TooLong(Bytes),
    /// The connection broke.
    Broken,
    /// It did not end within [`PATIENCE`].
    TooSlow,
}

/// How long a body may take to arrive.
const PATIENCE: Duration = Duration::from_secs(30);

/// Reads a request body of bounded length. A body that arrives in one piece,
/// which small ones do, is not copied.
pub(super) async fn read<B>(body: B, limit: usize, clock: &Clock) -> Result<Bytes, Unreadable>
where
    B: HttpBody,
    B::Data: Into<Bytes>,
{
    let mut body = std::pin::pin!(body);
    let mut timer: Option<Sleep> = None;
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    loop {
        let frame = poll_fn(|task| {
            if let Poll::Ready(frame) = body.as_mut().poll_frame(task) {
                return Poll::Ready(Ok(frame));
            }
            // Most bodies are there at once and need no timer.
            let timer = timer.get_or_insert_with(|| clock.sleep(PATIENCE));
            Pin::new(timer).poll(task).map(|()| Err(Unreadable::TooSlow))
        });
        let Some(frame) = frame.await? else { break };
        let Ok(frame) = frame else { return Err(Unreadable::Broken) };
        let Ok(data) = frame.into_data() else { continue };
        let data: Bytes = data.into();
        if first.len() + all.len() + data.len() > limit {
            let beginning = if all.is_empty() { first } else { all.freeze() };
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
