//! The metadata of the protected resource (RFC 9728): where a client gets
//! what it needs to be let in.

use std::fmt::Write as _;

use axum::routing::get;
use http::{HeaderValue, header};
use serde_json::{Value, json};

use crate::auth::Scopes;

/// What the document says.
pub(crate) struct Resource {
    /// The URL of the endpoint, as clients know it.
    pub(crate) url: String,
    pub(crate) name: String,
    pub(crate) authorization_servers: Vec<String>,
    pub(crate) scopes: Scopes,
}

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

    /// Serves the document to everybody, pages of other origins included: it
    /// is public, and a client that has nothing to show needs it.
    pub(crate) fn routes(&self, path: &str) -> axum::Router {
        let document = self.document().to_string();
        let answer = get(move || {
            let fields = [
                (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
                (header::CACHE_CONTROL, HeaderValue::from_static("max-age=300")),
                (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
            ];
            let document = document.clone();
            async move { (fields, document) }
        });
        let router = axum::Router::new().route(WELL_KNOWN, answer.clone());
        let own = local(path);
        if own == WELL_KNOWN { router } else { router.route(&own, answer) }
    }

    fn document(&self) -> Value {
        let mut document = json!({
            "resource": self.url,
            "resource_name": self.name,
            "authorization_servers": self.authorization_servers,
            "bearer_methods_supported": ["header"],
        });
        if !self.scopes.is_empty() {
            document["scopes_supported"] = self.scopes.iter().collect();
        }
        document
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
