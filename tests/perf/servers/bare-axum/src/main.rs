//! The yardstick over HTTP: axum, serde and nothing else.

use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::serve::ListenerExt as _;
use axum::{Json, Router, routing};

/// `Json` as an extractor would be shorter, and slower: it owns what it reads,
/// and keeps track of where it is with an allocation for every member.
async fn mcp(body: Bytes) -> Response {
    match serde_json::from_slice(&body) {
        Ok(request) => Json(bare_json::handle(request)).into_response(),
        Err(error) => (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    probe::start();
    let address = std::env::args().skip_while(|arg| arg != "--http").nth(1);
    let address = address.unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    eprintln!("listening on http://{}/mcp", listener.local_addr()?);
    // As any server on loopback would be tuned.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, Router::new().route("/mcp", routing::post(mcp))).await
}
