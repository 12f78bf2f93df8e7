//! An application of which the endpoint is a part.

use std::net::SocketAddr;

use axum::Router;
use axum::routing::get;
use mcp_runtime::{Error, ServerBuilder};
use tokio::net::TcpListener;

/// Serves the endpoint under a prefix, and a page of the application's own
/// beside it, until the process is killed.
pub(crate) async fn serve(server: ServerBuilder, prefix: &str) -> mcp_runtime::Result<()> {
    let failed = |source| Error::Bind { address: "127.0.0.1:0".to_owned(), source };
    let listener = TcpListener::bind("127.0.0.1:0").await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let url = format!("http://{address}{prefix}/mcp");
    let (router, _shutdown) = server.public_url(&url).build()?.into_router()?;
    let app = Router::new().nest(prefix, router).route("/hello", get(async || "hello"));
    eprintln!("listening on {url}");
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, app).await.map_err(failed)
}
