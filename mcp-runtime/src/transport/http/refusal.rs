use http::{HeaderName, HeaderValue, Response, StatusCode, header};

use super::body::Body;
use crate::dispatch::Answer;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

/// A JSON-RPC response as one JSON document.
pub(super) fn json(status: StatusCode, body: Vec<u8>) -> Response<Body> {
    with_type(status, JSON, body)
}

/// A fault with the status it calls for. Without a readable id it is plain
/// text: clients wait for ever on a JSON-RPC error whose id is absent.
pub(super) fn fault(
    status: StatusCode,
    answer: Answer,
    has_id: bool,
    text: &str,
) -> Response<Body> {
    if has_id { json(status, answer.body) } else { self::text(status, text) }
}

/// A refusal before there is any JSON-RPC message to answer.
pub(super) fn text(status: StatusCode, message: &str) -> Response<Body> {
    with_type(status, TEXT, format!("{message}\n").into_bytes())
}

/// `202 Accepted`, the answer to notifications and responses.
pub(super) fn accepted() -> Response<Body> {
    empty(StatusCode::ACCEPTED)
}

pub(super) fn empty(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

pub(super) fn with_header(
    mut response: Response<Body>,
    name: HeaderName,
    value: HeaderValue,
) -> Response<Body> {
    response.headers_mut().insert(name, value);
    response
}

fn with_type(status: StatusCode, content_type: HeaderValue, body: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::full(body));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    response
}
