//! Paths that the server keeps for itself.

use axum::extract::{MatchedPath, Request};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use futures_util::FutureExt as _;
use tower_service::Service as _;

use super::web::WebSettings;
use crate::error::Problems;
use crate::transport::http::Document;

impl WebSettings {
    /// One path cannot be two things: a route of the user's where the server
    /// has its own would never be reached, and axum panics where both are
    /// added to one router.
    pub(super) fn check_paths(&self, has_metadata: bool, problems: &mut Problems) {
        let metadata = if has_metadata { Document::paths(&self.path) } else { Vec::new() };
        if metadata.contains(&self.path) {
            problems.add(format!(
                "`.http_path({:?})` is where clients look for the OAuth metadata of this server: \
                 choose another path",
                self.path
            ));
        }
        let Some(routes) = &self.routes else { return };
        let owners = metadata.iter().map(|path| (path, "the OAuth metadata"));
        for (path, owner) in owners.chain([(&self.path, "the MCP endpoint")]) {
            if has_route(routes, path) {
                problems.add(format!(
                    "`.routes(..)` has a route at `{path}`, where {owner} is: give it another path"
                ));
            }
        }
    }
}

/// Whether there is a route at exactly this path, whatever its methods: one
/// with a wildcard that matches it too is no conflict. axum does not list
/// routes, so a copy is asked in which none of them runs.
fn has_route(routes: &axum::Router, path: &str) -> bool {
    let answer = |request: Request, _: Next| async move {
        let matched = request.extensions().get::<MatchedPath>();
        if matched.is_some_and(|matched| matched.as_str() == request.uri().path()) {
            StatusCode::OK
        } else {
            StatusCode::NOT_FOUND
        }
    };
    let mut asked = routes.clone().layer(from_fn(answer));
    let request = Request::get(path).body(axum::body::Body::empty());
    let answer = request.ok().and_then(|request| asked.call(request).now_or_never());
    answer.is_some_and(|Ok(response)| response.status() == StatusCode::OK)
}
