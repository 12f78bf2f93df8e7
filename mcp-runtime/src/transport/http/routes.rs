use axum::extract::{MatchedPath, Request};
use axum::middleware::{Next, from_fn};
use futures_util::FutureExt as _;
use http::Response;
use tower_service::Service as _;

/// Which of the user's routes answers at a path, whatever its methods, as it
/// was written; a fallback is none. axum does not list routes, so a copy is
/// asked in which none of the user's code runs.
pub(crate) fn route_at(routes: &axum::Router, path: &str) -> Option<String> {
    let answer = |mut request: Request, _: Next| async move {
        let mut answer = Response::new(axum::body::Body::empty());
        if let Some(matched) = request.extensions_mut().remove::<MatchedPath>() {
            answer.extensions_mut().insert(matched);
        }
        answer
    };
    // Around fallbacks as well, or these would run.
    let mut asked = routes.clone().layer(from_fn(answer));
    let request = Request::get(path).body(axum::body::Body::empty()).ok()?;
    let Ok(answer) = asked.call(request).now_or_never()?;
    answer.extensions().get::<MatchedPath>().map(|matched| matched.as_str().to_owned())
}
