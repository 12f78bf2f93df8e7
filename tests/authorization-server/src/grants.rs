use aws_lc_rs::digest;
use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::RESOURCE_SERVER;
use crate::serve::{Form, Reply, form, redirect, reply};
use crate::state::{Code, Shared, State};

/// For how many seconds tokens are valid.
const VALID: u64 = 3600;

/// Says yes for whoever is asked.
pub(crate) fn authorize(shared: &Shared, query: &Form) -> Reply {
    let of = |name| query.get(name).cloned().unwrap_or_default();
    if of("response_type") != "code" || of("code_challenge_method") != "S256" {
        return reply(400, &json!({ "error": "invalid_request" }));
    }
    let mut state = shared.state();
    let name = state.name("code");
    let code = Code {
        client: of("client_id"),
        redirect: of("redirect_uri"),
        challenge: of("code_challenge"),
        scope: of("scope"),
        resource: of("resource"),
    };
    state.codes.insert(name.clone(), code);
    let Ok(mut to) = url::Url::parse(&of("redirect_uri")) else {
        return reply(400, &json!({ "error": "invalid_request" }));
    };
    to.query_pairs_mut().append_pair("code", &name).append_pair("iss", &shared.issuer);
    if let Some(state) = query.get("state") {
        to.query_pairs_mut().append_pair("state", state);
    }
    redirect(to.as_str())
}

/// Issues a token for client credentials or a code.
pub(crate) fn token(shared: &Shared, headers: &HeaderMap, form: &Form) -> Reply {
    let of = |name| form.get(name).cloned().unwrap_or_default();
    let mut state = shared.state();
    let Some((client, proven)) = client(&state, headers, form) else {
        return reply(401, &json!({ "error": "invalid_client" }));
    };
    let (subject, scope, resource) = match of("grant_type").as_str() {
        "client_credentials" if proven => (client.clone(), of("scope"), of("resource")),
        "authorization_code" => match state.codes.remove(&of("code")) {
            Some(code) if fits(&code, &client, form) => {
                ("alice".to_owned(), code.scope, code.resource)
            }
            _ => return reply(400, &json!({ "error": "invalid_grant" })),
        },
        _ => return reply(400, &json!({ "error": "unauthorized_client" })),
    };
    let now = state.now();
    let claims = json!({
        "iss": shared.issuer,
        "sub": subject,
        "aud": resource,
        "client_id": client,
        "scope": scope,
        "iat": now,
        "exp": now + VALID,
        "jti": state.name("token"),
    });
    let token = if state.opaque { state.name("opaque") } else { state.sign(&claims) };
    state.issued.insert(token.clone(), claims);
    reply(
        200,
        &json!({ "access_token": token, "token_type": "Bearer", "expires_in": VALID, "scope": scope }),
    )
}

/// Makes a client of whoever asks (RFC 7591).
pub(crate) fn register(shared: &Shared, body: &[u8]) -> Reply {
    let Ok(Value::Object(mut client)) = serde_json::from_slice(body) else {
        return reply(400, &json!({ "error": "invalid_client_metadata" }));
    };
    let mut state = shared.state();
    let id = state.name("registered");
    let public = client.get("token_endpoint_auth_method").is_some_and(|method| method == "none");
    let secret = (!public).then(|| format!("secret-of-{id}"));
    client.insert("client_id".to_owned(), json!(id));
    if let Some(secret) = &secret {
        client.insert("client_secret".to_owned(), json!(secret));
    }
    state.clients.insert(id, secret);
    reply(201, &Value::Object(client))
}

/// Says what a token stands for (RFC 7662).
pub(crate) fn introspect(shared: &Shared, headers: &HeaderMap, form: &Form) -> Reply {
    let state = shared.state();
    if client(&state, headers, &Form::new()).is_none_or(|(id, _)| id != RESOURCE_SERVER.0) {
        return reply(401, &json!({ "error": "invalid_client" }));
    }
    let claims = form.get("token").and_then(|token| state.issued.get(token));
    let ended = |claims: &&Value| claims["exp"].as_u64().is_some_and(|end| end <= state.now());
    let Some(claims) = claims.filter(|claims| !ended(claims)) else {
        return reply(200, &json!({ "active": false }));
    };
    let mut answer = claims.clone();
    answer["active"] = json!(true);
    reply(200, &answer)
}

/// Who asks, and whether it proved that.
fn client(state: &State, headers: &HeaderMap, body: &Form) -> Option<(String, bool)> {
    let (id, secret) = match headers.get(header::AUTHORIZATION) {
        Some(basic) => {
            let pair = STANDARD.decode(basic.to_str().ok()?.strip_prefix("Basic ")?).ok()?;
            let pair = String::from_utf8(pair).ok()?;
            let (id, secret) = pair.split_once(':')?;
            (decoded(id), Some(decoded(secret)))
        }
        None => (body.get("client_id")?.clone(), body.get("client_secret").cloned()),
    };
    let known = state.clients.get(&id)?;
    (*known == secret).then_some((id, secret.is_some()))
}

fn decoded(text: &str) -> String {
    form(text.as_bytes()).into_keys().next().unwrap_or_default()
}

/// Whether the code was given to this client, for this redirect, and to
/// whoever knows the verifier (RFC 7636, 4.6).
fn fits(code: &Code, client: &str, form: &Form) -> bool {
    let verifier = form.get("code_verifier").map_or("", String::as_str);
    let hash = digest::digest(&digest::SHA256, verifier.as_bytes());
    code.client == client
        && form.get("redirect_uri").is_some_and(|redirect| *redirect == code.redirect)
        && URL_SAFE_NO_PAD.encode(hash) == code.challenge
}
