//! One message in, its answer out: what POST is for.

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Response, StatusCode, header};

use super::body::Body;
use super::call::HttpCall;
use super::checks::Accepts;
use super::endpoint::Endpoint;
use super::incoming::{self, Unreadable};
use super::reply::Era;
use super::respond::outbox;
use super::{headers, refusal};
use crate::dispatch::{self, Answer, Exchange, Step};
use crate::handler::{TransportFacts, Visitor};
use crate::protocol::{Fault, Message, Request as RpcRequest, parse, peek_id};

impl Endpoint {
    pub(super) async fn post<B>(&self, parts: Parts, body: B, visitor: Visitor) -> Response<Body>
    where
        B: http_body::Body,
        B::Data: Into<Bytes>,
    {
        let patience = self.bodies.time();
        let limit = self.app.limits.message;
        let body = match incoming::read(body, limit, patience, &self.bodies, self.clock()).await {
            Ok(body) => body,
            Err(Unreadable::TooLong(beginning)) => return self.too_long(&beginning),
            Err(Unreadable::Broken) => {
                return refusal::text(StatusCode::BAD_REQUEST, "the request body was cut short");
            }
            Err(Unreadable::TooSlow) => {
                let message =
                    format!("the request body did not arrive within {:?}", self.bodies.time());
                return refusal::text(StatusCode::REQUEST_TIMEOUT, &message);
            }
            Err(Unreadable::NoRoom) => {
                return refusal::with_header(
                    refusal::text(
                        StatusCode::SERVICE_UNAVAILABLE,
                        "too many request bodies are on their way; try again",
                    ),
                    header::RETRY_AFTER,
                    HeaderValue::from_static("1"),
                );
            }
        };
        match parse(&body) {
            Ok(Message::Request(request)) => {
                let accepts = Accepts::read(&parts.headers);
                if !accepts.json && !accepts.events {
                    return not_acceptable(&request);
                }
                if let Some(answer) = dispatch::flooded(&self.app, &request, &visitor) {
                    return self.reply(Era::Modern, answer);
                }
                if super::legacy::is_legacy(&parts, &request) {
                    // Boxed, so that the common future stays small.
                    let legacy = self.legacy_request(parts, &body, &request, accepts, visitor);
                    return Box::pin(legacy).await;
                }
                self.modern_request(parts, &body, &request, accepts, visitor).await
            }
            Ok(Message::Notification { method, params }) => {
                self.notified(&parts, &visitor, &method, &params)
            }
            Ok(Message::Response(response)) => self.responded(&parts, &visitor, &response),
            Ok(Message::Batch(elements)) => {
                Box::pin(self.batch(parts, &body, &elements, visitor)).await
            }
            Err(malformed) => {
                let has_id = malformed.id.is_some();
                let answer = Answer::malformed(&malformed);
                refusal::fault(StatusCode::BAD_REQUEST, answer, has_id, &malformed.message)
            }
        }
    }

    async fn modern_request(
        &self,
        parts: Parts,
        body: &Bytes,
        request: &RpcRequest<'_>,
        accepts: Accepts,
        visitor: Visitor,
    ) -> Response<Body> {
        let metadata = match dispatch::read_metadata(request) {
            Ok(metadata) => metadata,
            Err(answer) => {
                let answer = headers::prefer_mismatch(&parts.headers, request, answer);
                return refusal::json(StatusCode::BAD_REQUEST, answer.body);
            }
        };
        if let Err(message) = headers::validate(&parts.headers, request, &metadata, &self.app) {
            let answer = Answer::fault(Some(request.id), Fault::HeaderMismatch, &message);
            return self.reply(Era::Modern, answer);
        }
        let exchange = Exchange {
            body,
            request,
            transport: TransportFacts { headers: parts.headers, visitor, askable: None },
            outbox: outbox(accepts),
        };
        match dispatch::modern(&self.app, exchange, metadata) {
            Step::Done(answer) => self.reply(Era::Modern, answer),
            Step::Running(running) => self.respond(HttpCall::modern(running), accepts).await,
            Step::Listening(listening) => self.listen(listening, accepts),
            Step::Subscribe(_) => unreachable!("only sessions subscribe so"),
        }
    }

    fn too_long(&self, beginning: &[u8]) -> Response<Body> {
        let message =
            format!("the message is longer than the limit of {} bytes", self.app.limits.message);
        let id = peek_id(beginning);
        let answer = Answer::fault(
            id.as_ref().map(crate::protocol::IdBuf::as_id),
            Fault::InvalidRequest,
            &message,
        );
        let response =
            refusal::fault(StatusCode::PAYLOAD_TOO_LARGE, answer, id.is_some(), &message);
        refusal::with_header(response, header::CONNECTION, HeaderValue::from_static("close"))
    }
}

fn not_acceptable(request: &RpcRequest<'_>) -> Response<Body> {
    let message = "list `application/json` and `text/event-stream` in the Accept header";
    let answer = Answer::fault(Some(request.id), Fault::InvalidRequest, message);
    refusal::json(StatusCode::NOT_ACCEPTABLE, answer.body)
}
