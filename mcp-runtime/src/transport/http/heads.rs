use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};
use http_body::Body as HttpBody;

use super::body::Body;
use super::incoming;
use super::refusal;
use super::site::Site;

/// What a field takes beside its text.
const FIELD: usize = 128;

/// The heads of the requests that one HTTP/2 connection has open.
///
/// HTTP/1.1 has one head at a time, so the bound on connections bounds them
/// all. Here there is one for each stream: a connection may hold as much as
/// its largest head, as with HTTP/1.1, and what its requests take beyond that
/// comes out of the memory of all bodies.
#[derive(Clone)]
pub(super) struct Heads(Arc<Connection>);

struct Connection {
    site: Arc<Site>,
    /// What needs no shared memory.
    own: usize,
    held: Mutex<usize>,
}

/// A head that may be held.
pub(super) struct Head {
    heads: Heads,
    bytes: usize,
}

impl Heads {
    pub(super) fn new(site: Arc<Site>) -> Self {
        let own = site.limits.head_bytes + site.limits.head_fields * FIELD;
        Self(Arc::new(Connection { site, own, held: Mutex::default() }))
    }

    /// Makes room for the head of a request; `None` where there is none.
    pub(super) fn hold<B>(&self, request: &Request<B>) -> Option<Head> {
        let bytes = size(request);
        let mut held = self.held();
        let shared = self.shared(*held + bytes) - self.shared(*held);
        match self.0.site.inflow() {
            Some(inflow) => inflow.take(shared).ok()?,
            None if shared > 0 => return None,
            None => {}
        }
        *held += bytes;
        Some(Head { heads: self.clone(), bytes })
    }

    fn shared(&self, held: usize) -> usize {
        held.saturating_sub(self.0.own)
    }

    fn held(&self) -> MutexGuard<'_, usize> {
        self.0.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The answer where there is no room. The head goes at once.
    pub(super) async fn refuse<B>(&self, request: Request<B>) -> Response<Body>
    where
        B: HttpBody,
        B::Data: Into<Bytes>,
    {
        let clock = &self.0.site.clock;
        incoming::discard(request.into_body(), &HeaderMap::new(), clock).await;
        refusal::with_header(
            refusal::text(
                StatusCode::SERVICE_UNAVAILABLE,
                "too many requests with large headers are on their way; try again",
            ),
            header::RETRY_AFTER,
            HeaderValue::from_static("1"),
        )
    }
}

impl Drop for Head {
    fn drop(&mut self) {
        let mut held = self.heads.held();
        let rest = *held - self.bytes;
        let shared = self.heads.shared(*held) - self.heads.shared(rest);
        if let Some(inflow) = self.heads.0.site.inflow() {
            inflow.give(shared);
        }
        *held = rest;
    }
}

fn size<B>(request: &Request<B>) -> usize {
    let uri = request.uri();
    let path = uri.path_and_query().map_or(0, |path| path.as_str().len());
    let authority = uri.authority().map_or(0, |authority| authority.as_str().len());
    let fields = request.headers().iter();
    path + authority
        + fields.map(|(name, value)| name.as_str().len() + value.len() + FIELD).sum::<usize>()
}
