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
mod connection;
mod cors;
mod credential;
mod endpoint;
mod forwarded;
#[cfg(fuzzing)]
pub mod fuzz;
mod get;
mod headers;
#[cfg(feature = "http2")]
mod heads;
#[cfg(feature = "http2")]
mod http2;
mod identify;
mod idle;
mod incoming;
mod legacy;
mod listen;
pub(crate) mod listener;
mod operator;
mod paced;
mod pages;
mod patient;
mod peers;
mod post;
mod preface;
mod recent;
mod refusal;
mod reply;
mod resource;
mod respond;
mod resume;
mod routes;
mod session;
mod session_calls;
mod shown;
mod site;
mod socket;
mod sse;
#[cfg(feature = "http2")]
mod streams;
mod subscribers;
mod timer;
#[cfg(feature = "tls")]
mod tls;
mod token;
mod turned_away;
mod wire;
mod write_stall;

pub(crate) use checks::AccessPolicy;
pub(crate) use endpoint::{Endpoint, HttpOptions};
pub use forwarded::ForwardedHeader;
pub(crate) use forwarded::Proxies;
pub(crate) use identify::Protection;
pub(crate) use incoming::Inflow;
pub(crate) use operator::{Operator, taken};
pub(crate) use pages::Pages;
pub(crate) use peers::Peers;
pub(crate) use resource::{Document, Resource};
pub(crate) use routes::route_at;
pub(crate) use site::{Front, Site, Whom};
pub(crate) use socket::Socket;
#[cfg(feature = "tls")]
pub use tls::Tls;
pub(crate) use wire::WireLimits;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use crate::handler::Remote;

/// The endpoint as an axum router, to serve alone or to nest.
pub(crate) fn router(
    front: Front,
    path: &str,
    document: Option<&Document>,
    operator: Operator,
) -> axum::Router {
    let front = Arc::new(front);
    let observatory = Arc::clone(&operator.observatory);
    let pages = Arc::new(operator).routes(&front);
    let service = axum::routing::any(move |request: axum::extract::Request| {
        let (front, observatory) = (Arc::clone(&front), Arc::clone(&observatory));
        async move {
            let remote = remote(&request);
            let response = front.handle(request, remote).await;
            observatory.traffic.answered(response.status().as_u16());
            Ok::<_, Infallible>(response.map(axum::body::Body::new))
        }
    });
    let routes = document.map_or_else(axum::Router::new, Document::routes);
    routes.merge(pages).route(path, service)
}

/// Present where the user serves with connect info.
fn remote(request: &axum::extract::Request) -> Remote {
    let peer = request.extensions().get::<axum::extract::ConnectInfo<SocketAddr>>();
    peer.map_or(Remote::Unknown, |info| Remote::Peer(info.0))
}
