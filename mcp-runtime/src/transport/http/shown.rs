//! The session that a request shows.

use http::request::Parts;
use http::{HeaderName, StatusCode};

use super::endpoint::Endpoint;
use super::headers;
use super::token::Nonce;
use crate::dispatch::Session;
use crate::handler::Visitor;
use crate::protocol::Request;

pub(super) const SESSION: HeaderName = HeaderName::from_static("mcp-session-id");

impl Endpoint {
    /// The session a request shows; none for `initialize`.
    pub(super) fn session(
        &self,
        parts: &Parts,
        visitor: &Visitor,
        request: &Request<'_>,
    ) -> Result<Option<(Nonce, Session)>, (StatusCode, String)> {
        if request.method == "initialize" {
            return Ok(None);
        }
        self.shown_session(parts, visitor).map(Some)
    }

    pub(super) fn shown_session(
        &self,
        parts: &Parts,
        visitor: &Visitor,
    ) -> Result<(Nonce, Session), (StatusCode, String)> {
        if let Some(message) = headers::unserved_version(&parts.headers) {
            return Err((StatusCode::BAD_REQUEST, message));
        }
        let Some(token) = parts.headers.get(&SESSION) else {
            return Err((
                StatusCode::BAD_REQUEST,
                "the Mcp-Session-Id header is missing: send `initialize` and repeat the id it \
                 returns"
                    .to_owned(),
            ));
        };
        // 404 is what tells a client to initialize again (2025-11-25,
        // basic/transports, "Session Management").
        let token = token.to_str().ok();
        token.and_then(|token| self.sessions.open(token, visitor.owner())).ok_or_else(|| {
            (
                StatusCode::NOT_FOUND,
                "the session has ended, has expired or is not of this server: send `initialize` again"
                    .to_owned(),
            )
        })
    }
}
