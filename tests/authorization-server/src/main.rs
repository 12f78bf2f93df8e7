//! The authorization server as a process: `authorization-server [ADDRESS]`.
//!
//! Prints `listening on URL`, its issuer, on stderr, and ends at SIGTERM, or
//! after an hour. Orders to it are in `control.rs`.

use std::time::Duration;

use authorization_server::AuthorizationServer;
use tokio::signal::unix::{SignalKind, signal};

const LIFE: Duration = Duration::from_hours(1);

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let server = AuthorizationServer::listen(address.parse()?).await?;
    eprintln!("listening on {}", server.issuer());
    let mut terminated = signal(SignalKind::terminate())?;
    let _ = tokio::time::timeout(LIFE, terminated.recv()).await;
    Ok(())
}
