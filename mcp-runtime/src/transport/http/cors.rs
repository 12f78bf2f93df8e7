//! What browsers ask before they let a page talk to the endpoint (CORS).
//!
//! Credentials in the browser's sense (cookies) are never allowed: callers
//! show keys and tokens in headers, which a page has to know itself. Nor is
//! the older question whether a public page may reach a private network
//! answered: silence is a no.

use http::request::Request;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header};

use super::body::Body;
use super::refusal;

/// What clients of either era send.
const SENT: &str = "Authorization, X-API-Key, Content-Type, Accept, MCP-Protocol-Version, \
                    Mcp-Session-Id, Mcp-Method, Mcp-Name, Last-Event-ID, Idempotency-Key, \
                    traceparent, tracestate";
/// What a page may read of an answer beyond what every page may.
const SHOWN: HeaderValue = HeaderValue::from_static(
    "Mcp-Session-Id, MCP-Protocol-Version, WWW-Authenticate, Retry-After, RateLimit, \
     RateLimit-Policy",
);
const METHODS: HeaderValue = HeaderValue::from_static("POST, GET, DELETE");
/// In seconds. Browsers shorten it to what they allow, two hours at most.
const MAX_AGE: HeaderValue = HeaderValue::from_static("7200");
const VARY: HeaderValue = HeaderValue::from_static("Origin");

pub(super) fn is_preflight<B>(request: &Request<B>) -> bool {
    request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// The answer to a preflight request of an origin that is served.
pub(super) fn preflight(asked: &HeaderMap, origin: HeaderValue) -> Response<Body> {
    let mut response = refusal::empty(StatusCode::NO_CONTENT);
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, allowed(asked));
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, MAX_AGE);
    headers.insert(header::VARY, VARY);
    response
}

/// Lets the page that asked read an answer.
pub(super) fn expose(response: &mut Response<Body>, origin: HeaderValue) {
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, SHOWN);
    headers.append(header::VARY, VARY);
}

/// The usual names, and of the mirrored arguments those that are asked for:
/// there is one for each argument that a tool wants in a header.
fn allowed(asked: &HeaderMap) -> HeaderValue {
    let mut allowed = SENT.to_owned();
    let lists = asked.get_all(header::ACCESS_CONTROL_REQUEST_HEADERS).iter();
    for name in lists.filter_map(|list| list.to_str().ok()).flat_map(|list| list.split(',')) {
        // Parsed, it is a name, in lower case, and nothing else.
        let Ok(name) = HeaderName::from_bytes(name.trim().as_bytes()) else { continue };
        if name.as_str().starts_with("mcp-param-") {
            allowed.push_str(", ");
            allowed.push_str(name.as_str());
        }
    }
    HeaderValue::try_from(allowed).unwrap_or(HeaderValue::from_static(SENT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_mirrored_arguments_are_taken_over_from_the_question() {
        let mut asked = HeaderMap::new();
        for list in ["mcp-param-region, x-evil", "Mcp-Param-Limit,mcp-param-a b,,mcp-param-c\t"] {
            asked.append(header::ACCESS_CONTROL_REQUEST_HEADERS, list.parse().unwrap());
        }
        let wanted = format!("{SENT}, mcp-param-region, mcp-param-limit, mcp-param-c");
        assert_eq!(allowed(&asked), wanted);
    }
}
