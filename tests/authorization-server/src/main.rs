//! The authorization server as a process: `authorization-server [ADDRESS]`.
//!
//! Prints `listening on URL`, its issuer, on stderr, and ends after an hour if
//! nobody ends it before. Orders to it are in `control.rs`.

use std::time::Duration;

use authorization_server::AuthorizationServer;

const LIFE: Duration = Duration::from_hours(1);

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let server = AuthorizationServer::listen(address.parse()?).await?;
    eprintln!("listening on {}", server.issuer());
    tokio::time::sleep(LIFE).await;
    Ok(())
}
