//! Either transport, as the documentation of flymcprust shows it.

use flymcprust::ServerBuilder;
use flymcprust::prelude::*;
use flymcprust::transport::http::{self, StreamableHttpService};

use crate::tools::{add, echo};

pub(crate) fn builder() -> ServerBuilder {
    Server::builder("flymcp-server", "0.1.0").tool::<add>().tool::<echo>()
}

pub(crate) async fn serve(server: Server) -> std::io::Result<()> {
    match std::env::args().skip_while(|arg| arg != "--http").nth(1) {
        None => server.serve_stdio().await,
        Some(address) => {
            let listener = tokio::net::TcpListener::bind(address).await?;
            eprintln!("listening on http://{}/mcp", listener.local_addr()?);
            let service = StreamableHttpService::new(server);
            http::serve(listener, service, "/mcp", std::future::pending()).await
        }
    }
}
