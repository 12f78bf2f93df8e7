//! Batches, which only the revision 2025-03-26 has.

use std::future::{Future as _, poll_fn};
use std::pin::pin;
use std::task::Poll;

use bytes::Bytes;
use http::request::Parts;
use http::{Response, StatusCode};
use serde_json::value::RawValue;

use super::body::Body;
use super::call::HttpCall;
use super::endpoint::Endpoint;
use super::refusal;
use super::token::Nonce;
use crate::dispatch::{self, Answer, BatchAnswers, Element, Exchange, Session, Step};
use crate::handler::{Outbox, TransportFacts, Visitor};
use crate::protocol::{Fault, Request};

/// One message of a batch; dropped while it runs, it goes on like any call
/// whose client has disconnected.
enum Part {
    Running(HttpCall),
    /// `None` where nothing is to be answered.
    Done(Option<Answer>),
}

impl Endpoint {
    pub(super) async fn batch(
        &self,
        parts: Parts,
        body: &Bytes,
        elements: &[&RawValue],
        visitor: Visitor,
    ) -> Response<Body> {
        let (nonce, session) = match self.shown_session(&parts, &visitor) {
            Ok(shown) => shown,
            Err((StatusCode::BAD_REQUEST, _)) => {
                return refusal::text(StatusCode::BAD_REQUEST, dispatch::NO_BATCHES);
            }
            Err((status, message)) => return refusal::text(status, &message),
        };
        let elements = match dispatch::batch(body, elements, Some(session)) {
            Ok((_, elements)) => elements,
            Err(malformed) => return refusal::text(StatusCode::BAD_REQUEST, &malformed.message),
        };
        let mut headers = parts.headers;
        if elements.len() > 1 {
            // It cannot say which of the calls it names.
            headers.remove("idempotency-key");
        }
        let mut all = Vec::with_capacity(elements.len());
        for element in elements {
            all.push(match element {
                Element::Request(text, request) => {
                    // Its answer is no stream, on which something could be asked.
                    let facts = TransportFacts {
                        headers: headers.clone(),
                        visitor: visitor.clone(),
                        askable: None,
                    };
                    self.part(&text, &request, facts, (nonce, session))
                }
                Element::Refused(answer) => Part::Done(Some(answer)),
                Element::Notification(method, params) => {
                    self.cancelled(nonce, &method, &params);
                    Part::Done(None)
                }
                Element::Response(response) => {
                    self.requests.answer(nonce, &response);
                    Part::Done(None)
                }
            });
        }
        self.finish(&mut all).await;
        let mut answers = BatchAnswers::default();
        for part in &all {
            if let Part::Done(Some(answer)) = part {
                answers.push(&answer.body);
            }
        }
        match answers.finish() {
            Some(array) => refusal::json(StatusCode::OK, array),
            None => refusal::accepted(),
        }
    }

    fn part(
        &self,
        text: &Bytes,
        request: &Request<'_>,
        transport: TransportFacts,
        (nonce, session): (Nonce, Session),
    ) -> Part {
        if self.calls.contains(nonce, &request.id.key()) {
            let message = "a request with this id is still in flight; ids must be unique";
            return Part::Done(Some(Answer::fault(
                Some(request.id),
                Fault::InvalidRequest,
                message,
            )));
        }
        let refused = dispatch::flooded(&self.app, request, &transport.visitor);
        if refused.is_some() {
            return Part::Done(refused);
        }
        let visitor = transport.visitor.clone();
        let exchange = Exchange { body: text, request, transport, outbox: Outbox::Closed };
        match dispatch::legacy(&self.app, exchange, Some(session)) {
            Step::Done(answer) => {
                if let Some(changed) = answer.session {
                    self.sessions.set_level(nonce, changed.log_level);
                }
                Part::Done(Some(answer))
            }
            Step::Subscribe(change) => Part::Done(Some(self.subscribe(*change, nonce, &visitor))),
            Step::Listening(_) => unreachable!("no session has it"),
            Step::Running(running) => Part::Running(HttpCall::legacy(running, nonce, &self.calls)),
        }
    }

    /// Waits for every part, or until the server has stopped waiting.
    async fn finish(&self, parts: &mut [Part]) {
        let mut stop = self.stop.clone();
        let mut ended = pin!(stop.ended());
        poll_fn(|task| {
            let mut running = false;
            for part in parts.iter_mut() {
                if let Part::Running(call) = part {
                    match call.poll(task) {
                        Poll::Ready(answer) => *part = Part::Done(answer),
                        Poll::Pending => running = true,
                    }
                }
            }
            if !running {
                return Poll::Ready(());
            }
            ended.as_mut().poll(task).map(|()| {
                for part in parts.iter_mut() {
                    if let Part::Running(call) = part {
                        *part = Part::Done(call.shut_down());
                    }
                }
            })
        })
        .await;
    }
}
