//! The metadata of the protected resource (RFC 9728): where a client gets
//! what it needs to be let in.

use std::fmt::Write as _;

use axum::routing::any;
use bytes::Bytes;
use http::{HeaderValue, Method, Response, StatusCode, header};
use serde_json::json;

use super::body::Body;
use super::refusal;
use crate::auth::Scopes;

/// What the document says.
pub(crate) struct Resource {
    /// The URL of the endpoint, as clients know it.
    pub(crate) url: String,
    pub(crate) name: String,
    pub(crate) authorization_servers: Vec<String>,
    pub(crate) scopes: Scopes,
}

const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, OPTIONS");
/// Which clients add to the question.
const ASKED_WITH: HeaderValue = HeaderValue::from_static("mcp-protocol-version");

const WELL_KNOWN: &str = "/.well-known/oauth-protected-resource";

impl Resource {
    /// Where the document is, for an endpoint that this server has at `path`:
    /// the well-known part comes before it (RFC 9728, 3.1), and behind
    /// whatever an application nests the server under.
    pub(crate) fn metadata_url(&self, path: &str) -> String {
        let url = self.url.trim_end_matches('/');
        let before = url.strip_suffix(path.trim_end_matches('/')).unwrap_or(url);
        format!("{before}{}", local(path))
    }

    /// What is served for an endpoint at `path`.
    pub(crate) fn document(&self, path: &str) -> Document {
        let mut document = json!({
            "resource": self.url,
            "resource_name": self.name,
            "authorization_servers": self.authorization_servers,
            "bearer_methods_supported": ["header"],
        });
        if !self.scopes.is_empty() {
            document["scopes_supported"] = self.scopes.iter().collect();
        }
        Document { path: local(path), text: document.to_string().into() }
    }
}

/// The document and where it is: at a path of its own, and at the root, where
/// clients look last.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    path: String,
    text: Bytes,
}

impl Document {
    /// Where the document of an endpoint at `path` is.
    pub(crate) fn paths(path: &str) -> Vec<String> {
        let mut paths = vec![WELL_KNOWN.to_owned(), local(path)];
        paths.dedup();
        paths
    }

    pub(super) fn is_at(&self, path: &str) -> bool {
        path == self.path || path == WELL_KNOWN
    }

    /// Served to everybody, pages of other origins included: it is public,
    /// and a client that has nothing to show needs it.
    pub(super) fn answer(&self, method: &Method) -> Response<Body> {
        let mut response = match *method {
            Method::GET => refusal::json(StatusCode::OK, self.text.to_vec()),
            Method::HEAD => refusal::empty(StatusCode::OK),
            Method::OPTIONS => {
                let mut response = refusal::empty(StatusCode::NO_CONTENT);
                let headers = response.headers_mut();
                headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
                headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, ASKED_WITH);
                response
            }
            _ => {
                let refused = refusal::text(
                    StatusCode::METHOD_NOT_ALLOWED,
                    "the metadata of the resource takes GET",
                );
                refusal::with_header(refused, header::ALLOW, METHODS)
            }
        };
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("max-age=300"));
        response
    }

    /// The same for an application that nests the endpoint.
    pub(super) fn routes(&self) -> axum::Router {
        let document = self.clone();
        let answer = any(move |method: Method| {
            let response = document.answer(&method);
            async move { response.map(axum::body::Body::new) }
        });
        let router = axum::Router::new().route(WELL_KNOWN, answer.clone());
        if self.path == WELL_KNOWN { router } else { router.route(&self.path, answer) }
    }
}

fn local(path: &str) -> String {
    let mut local = WELL_KNOWN.to_owned();
    let _ = write!(local, "{}", path.trim_end_matches('/'));
    local
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_is_where_clients_look_for_it() {
        for (url, path, expected) in [
            (
                "https://a.example/mcp",
                "/mcp",
                "https://a.example/.well-known/oauth-protected-resource/mcp",
            ),
            ("https://a.example", "/", "https://a.example/.well-known/oauth-protected-resource"),
            (
                "https://a.example/x/mcp",
                "/mcp",
                "https://a.example/x/.well-known/oauth-protected-resource/mcp",
            ),
            (
                "https://a.example/mcp/",
                "/mcp",
                "https://a.example/.well-known/oauth-protected-resource/mcp",
            ),
        ] {
            let (name, authorization_servers, scopes) = Default::default();
            let resource = Resource { url: url.to_owned(), name, authorization_servers, scopes };
            assert_eq!(resource.metadata_url(path), expected);
        }
    }
}
