use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::idle::IdleStream;
use super::listen::ListenStream;
use super::resume::{FollowStream, LiveStream};
use super::sse::EventStream;

/// A response body: everything at once, or events as they come.
pub(crate) struct Body(Kind);

enum Kind {
    Full(Bytes),
    Events(Box<EventStream>),
    Live(Box<LiveStream>),
    Follow(Box<FollowStream>),
    Idle(Box<IdleStream>),
    Listening(Box<ListenStream>),
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

    pub(super) fn live(stream: LiveStream) -> Self {
        Self(Kind::Live(Box::new(stream)))
    }

    pub(super) fn follow(stream: FollowStream) -> Self {
        Self(Kind::Follow(Box::new(stream)))
    }

    pub(super) fn routed(body: axum::body::Body) -> Self {
        Self(Kind::Routed(body))
    }

    pub(super) fn listening(stream: ListenStream) -> Self {
        Self(Kind::Listening(Box::new(stream)))
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
            Kind::Live(stream) => stream.poll_next(task),
            Kind::Follow(stream) => stream.poll_next(task),
            Kind::Idle(stream) => stream.poll_next(task),
            Kind::Listening(stream) => stream.poll_next(task),
            Kind::Routed(body) => return Pin::new(body).poll_frame(task),
        };
        next.map(|chunk| chunk.map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Kind::Full(bytes) => bytes.is_empty(),
            Kind::Routed(body) => body.is_end_stream(),
            Kind::Events(_)
            | Kind::Live(_)
            | Kind::Follow(_)
            | Kind::Idle(_)
            | Kind::Listening(_) => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Full(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Kind::Routed(body) => body.size_hint(),
            Kind::Events(_)
            | Kind::Live(_)
            | Kind::Follow(_)
            | Kind::Idle(_)
            | Kind::Listening(_) => SizeHint::default(),
        }
    }
}
