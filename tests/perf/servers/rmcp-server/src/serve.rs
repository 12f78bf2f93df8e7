//! Stateless JSON answers, no log, `TCP_NODELAY`.

use std::sync::Arc;

use axum::serve::ListenerExt as _;
use rmcp::ServiceExt as _;
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};

use crate::tools::Tools;

pub(crate) async fn serve(tools: Tools) -> Result<(), Box<dyn std::error::Error>> {
    match std::env::args().skip_while(|arg| arg != "--http").nth(1) {
        Some(address) => http(tools, &address).await?,
        None => {
            tools.serve(rmcp::transport::stdio()).await?.waiting().await?;
        }
    }
    Ok(())
}

async fn http(tools: Tools, address: &str) -> std::io::Result<()> {
    let service = StreamableHttpService::new(
        move || Ok(tools.clone()),
        Arc::new(LocalSessionManager::default()),
        StreamableHttpServerConfig::default()
            .with_legacy_session_mode(false)
            .with_json_response(true),
    );
    let listener = tokio::net::TcpListener::bind(address).await?;
    eprintln!("listening on http://{}/mcp", listener.local_addr()?);
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, axum::Router::new().route_service("/mcp", service)).await
}
