//! Streamable HTTP, of both eras, on one endpoint.
//!
//! [`Endpoint`] answers one HTTP request; [`listener`] accepts connections.
//! The endpoint is a plain function from request to response, so the same
//! code runs below this crate's own listener and in a user's axum router.

mod batch;
mod body;
mod call;
mod challenge;
mod checks;
mod credential;
mod endpoint;
mod get;
mod headers;
mod identify;
mod idle;
mod incoming;
mod legacy;
pub(crate) mod listener;
mod post;
mod recent;
mod refusal;
mod reply;
mod resource;
mod respond;
mod session;
mod shown;
mod sse;
mod timer;
mod token;
mod write_stall;

pub(crate) use checks::AccessPolicy;
pub(crate) use endpoint::{Endpoint, HttpOptions};
pub(crate) use identify::Protection;
pub(crate) use resource::Resource;
pub(crate) use token::SigningKey;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use crate::handler::Remote;

/// The endpoint as an axum router, to serve alone or to nest.
pub(crate) fn router(endpoint: &Arc<Endpoint>, path: &str) -> axum::Router {
    let endpoint = Arc::clone(endpoint);
    let service = axum::routing::any(move |request: axum::extract::Request| {
        let endpoint = Arc::clone(&endpoint);
        async move {
            // Present where the user serves with connect info.
            let peer = request.extensions().get::<axum::extract::ConnectInfo<SocketAddr>>();
            let remote = peer.map_or(Remote::Unknown, |info| Remote::Peer(info.0));
            let response = endpoint.handle(request, remote).await;
            Ok::<_, Infallible>(response.map(axum::body::Body::new))
        }
    });
    axum::Router::new().route(path, service)
}
