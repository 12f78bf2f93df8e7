use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, Response, StatusCode, Uri, header};
use serde_json::{Value, json};

use crate::state::Shared;
use crate::{Fault, INTROSPECT, JWKS, TOKEN, control, grants};

pub(crate) type Reply = Response<Body>;
pub(crate) type Form = HashMap<String, String>;

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new().fallback(answer).with_state(shared)
}

async fn answer(
    State(shared): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Reply {
    let path = uri.path();
    if let Some(order) = path.strip_prefix("/control/") {
        return control::obey(&shared, order, &form(&body));
    }
    shared.count(path);
    if let Some(wrong) = wrongly(&shared, path).await {
        return wrong;
    }
    if method == Method::GET && path == shared.state().metadata {
        return reply(200, &metadata(&shared.issuer));
    }
    match (method, path) {
        (Method::GET, JWKS) => reply(200, &shared.state().keys()),
        (Method::GET, "/authorize") => {
            grants::authorize(&shared, &form(uri.query().unwrap_or("").as_bytes()))
        }
        (Method::POST, TOKEN) => grants::token(&shared, &headers, &form(&body)),
        (Method::POST, "/register") => grants::register(&shared, &body),
        (Method::POST, INTROSPECT) => grants::introspect(&shared, &headers, &form(&body)),
        _ => reply(404, &json!({ "error": "not_found" })),
    }
}

/// The answer of a fault; waits while that is to hang.
async fn wrongly(shared: &Shared, path: &str) -> Option<Reply> {
    let mut changed = shared.changed.subscribe();
    loop {
        let fault = shared.state().faults.get(path).cloned();
        match fault? {
            Fault::Hang => changed.changed().await.ok()?,
            Fault::Status(status) => return Some(reply(status, &json!({ "error": "fault" }))),
            Fault::Huge => {
                return Some(text(200, format!("{{\"keys\":[{}]}}", " ".repeat(1 << 20))));
            }
            Fault::Body(body) => return Some(text(200, body)),
            Fault::Redirect(to) => return Some(redirect(&to)),
        }
    }
}

fn metadata(issuer: &str) -> Value {
    json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}{TOKEN}"),
        "registration_endpoint": format!("{issuer}/register"),
        "introspection_endpoint": format!("{issuer}{INTROSPECT}"),
        "jwks_uri": format!("{issuer}{JWKS}"),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "client_credentials"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "authorization_response_iss_parameter_supported": true,
    })
}

pub(crate) fn form(text: &[u8]) -> Form {
    url::form_urlencoded::parse(text).into_owned().collect()
}

pub(crate) fn reply(status: u16, body: &Value) -> Reply {
    text(status, body.to_string())
}

pub(crate) fn redirect(to: &str) -> Reply {
    let mut reply = text(302, String::new());
    if let Ok(to) = to.parse() {
        reply.headers_mut().insert(header::LOCATION, to);
    }
    reply
}

fn text(status: u16, body: String) -> Reply {
    let mut reply = Response::new(Body::from(body));
    *reply.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let json = header::HeaderValue::from_static("application/json");
    reply.headers_mut().insert(header::CONTENT_TYPE, json);
    reply
}
