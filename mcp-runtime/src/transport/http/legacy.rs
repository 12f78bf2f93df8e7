//! What only the handshake era has: sessions and DELETE.

use std::sync::Arc;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Response, StatusCode};

use super::body::Body;
use super::call::HttpCall;
use super::checks::Accepts;
use super::endpoint::Endpoint;
use super::headers::VERSION;
use super::refusal;
use super::reply::Era;
use super::respond::outbox;
use super::shown::SESSION;
use super::token::Nonce;
use crate::auth::Principal;
use crate::dispatch::{self, Answer, Change, Exchange, Session, Step};
use crate::handler::{Askable, Taken, TransportFacts, Visitor};
use crate::protocol::{Fault, Id, Params, ProtocolVersion, Request, Response as Answered};

/// A client of the older era opens with `initialize` and then shows its
/// session or its version; per-request metadata beats all of it.
pub(super) fn is_legacy(parts: &Parts, request: &Request<'_>) -> bool {
    if dispatch::is_modern(request) {
        return false;
    }
    let version = parts.headers.get(&VERSION).and_then(|value| value.to_str().ok());
    match version.and_then(ProtocolVersion::parse) {
        Some(version) if version.is_modern() => false,
        Some(_) => true,
        None => request.method == "initialize" || parts.headers.contains_key(&SESSION),
    }
}

impl Endpoint {
    pub(super) async fn legacy_request(
        &self,
        parts: Parts,
        body: &Bytes,
        request: &Request<'_>,
        accepts: Accepts,
        visitor: Visitor,
    ) -> Response<Body> {
        let (owner, known_visitor) = (visitor.principal.clone(), visitor.clone());
        let session = match self.session(&parts, &visitor, request) {
            Ok(session) => session,
            Err((status, message)) => {
                let answer = Answer::fault(Some(request.id), Fault::InvalidRequest, &message);
                return refusal::json(status, answer.body);
            }
        };
        let exchange = Exchange {
            body,
            request,
            transport: TransportFacts {
                headers: parts.headers,
                visitor,
                askable: session.map(|(nonce, _)| self.askable(nonce)),
            },
            outbox: outbox(accepts),
        };
        let known = session.map(|(_, session)| session);
        match (dispatch::legacy(&self.app, exchange, known), session) {
            (Step::Done(answer), session) => self.done(answer, session, owner.as_ref()),
            (Step::Running(running), Some((nonce, _))) => {
                self.respond(HttpCall::legacy(running, nonce, &self.calls), accepts).await
            }
            (Step::Subscribe(change), Some((nonce, _))) => {
                let answer = self.subscribe(*change, nonce, &known_visitor);
                self.reply(Era::Legacy, answer)
            }
            (Step::Listening(_), _) | (Step::Subscribe(_), None) => {
                unreachable!("neither is there without the era that it is of")
            }
            (Step::Running(running), None) => {
                self.respond(HttpCall::modern(running), accepts).await
            }
        }
    }

    /// Does to a session's listener what its client asked for.
    pub(super) fn subscribe(&self, change: Change, session: Nonce, visitor: &Visitor) -> Answer {
        match self.subscribers.of(session, &self.app, visitor) {
            Ok(listener) => change.apply(&listener),
            Err(full) => change.refuse(full),
        }
    }

    fn done(
        &self,
        answer: Answer,
        session: Option<(Nonce, Session)>,
        owner: Option<&Principal>,
    ) -> Response<Body> {
        let changed = answer.session;
        let response = self.reply(Era::Legacy, answer);
        match (changed, session) {
            (None, _) => response,
            (Some(changed), Some((nonce, _))) => {
                self.sessions.set_level(nonce, changed.log_level);
                response
            }
            (Some(agreed), None) => {
                let owner = owner.map_or("", |owner| owner.id());
                let token = self.sessions.issue(agreed, owner).ok();
                match token.and_then(|token| HeaderValue::try_from(token).ok()) {
                    Some(token) => refusal::with_header(response, SESSION, token),
                    None => refusal::text(
                        StatusCode::SERVICE_UNAVAILABLE,
                        "the system has no randomness for a session id; try again",
                    ),
                }
            }
        }
    }

    /// `202`, whatever is in it: a notification has no answer.
    pub(super) fn notified(
        &self,
        parts: &Parts,
        visitor: &Visitor,
        method: &str,
        params: &Params<'_>,
    ) -> Response<Body> {
        if !parts.headers.contains_key(&SESSION) {
            return refusal::accepted();
        }
        match self.shown_session(parts, visitor) {
            Ok((nonce, _)) => {
                self.cancelled(nonce, method, params);
                refusal::accepted()
            }
            Err((status, message)) => refusal::text(status, &message),
        }
    }

    /// Ends the call that a notification names, if it is of that kind.
    pub(super) fn cancelled(&self, nonce: Nonce, method: &str, params: &Params<'_>) {
        if method == "notifications/cancelled"
            && let Some(id) = params.request_id().and_then(Id::from_raw)
        {
            self.calls.cancel(nonce, &id.key());
        }
    }

    /// How the client of a session is asked.
    pub(super) fn askable(&self, session: Nonce) -> Askable {
        let requests = Arc::clone(&self.requests);
        Askable { requests, session, patience: self.app.limits.input }
    }

    /// A response to a request of the server's. What nobody waits for is
    /// accepted too: a late answer is no mistake of the client's.
    pub(super) fn responded(
        &self,
        parts: &Parts,
        visitor: &Visitor,
        response: &Answered<'_>,
    ) -> Response<Body> {
        let session = match self.shown_session(parts, visitor) {
            Ok((nonce, _)) => nonce,
            Err((status, message)) => return refusal::text(status, &message),
        };
        match self.requests.answer(session, response) {
            Taken::Yes => refusal::accepted(),
            Taken::No => {
                tracing::debug!("ignoring a response that nobody waits for");
                refusal::accepted()
            }
            // Some clients and proxies send it again then, which may reach the
            // process that waits.
            Taken::Elsewhere => refusal::text(
                StatusCode::MISDIRECTED_REQUEST,
                "another process asked for this, or one that has ended: requests of one session \
                 have to reach the same process for that",
            ),
        }
    }

    pub(super) fn delete(&self, parts: &Parts, visitor: &Visitor) -> Response<Body> {
        if !parts.headers.contains_key(&SESSION) {
            return super::endpoint::method_not_allowed();
        }
        match self.shown_session(parts, visitor) {
            Ok((nonce, _)) => {
                self.sessions.end(nonce);
                self.subscribers.end(nonce);
                self.resumable.end(nonce);
                refusal::empty(StatusCode::NO_CONTENT)
            }
            Err((status, message)) => refusal::text(status, &message),
        }
    }
}
