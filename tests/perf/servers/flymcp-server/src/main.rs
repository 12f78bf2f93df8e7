//! flymcprust as its documentation shows it.

use flymcprust::prelude::*;
use flymcprust::transport::http::{StreamableHttpService, serve};

mod small;

/// Adds two numbers.
#[tool]
async fn add(a: f64, b: f64) -> f64 {
    a + b
}

/// Repeats the text.
#[tool]
async fn echo(text: String) -> String {
    text
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    probe::start();
    let mut builder = Server::builder("flymcp-server", "0.1.0").tool::<add>().tool::<echo>();
    if std::env::var_os("PERF_TOOLS").is_some() {
        builder = small::register(builder);
    }
    let server = builder.build()?;
    match std::env::args().skip_while(|arg| arg != "--http").nth(1) {
        None => server.serve_stdio().await?,
        Some(address) => {
            let listener = tokio::net::TcpListener::bind(address).await?;
            eprintln!("listening on http://{}/mcp", listener.local_addr()?);
            let service = StreamableHttpService::new(server);
            serve(listener, service, "/mcp", std::future::pending()).await?;
        }
    }
    Ok(())
}
