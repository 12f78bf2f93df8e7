//! `cargo run -p notes -- --http 127.0.0.1:8080`, or without arguments on stdio.

use mcp_runtime::{ApiKeys, tokio};
use notes::settings::{Settings, SettingsError};
use notes::store::{OpenError, Store};
use notes::tools::Notes;

#[tokio::main]
async fn main() -> Result<(), StartError> {
    let settings = Settings::from_env()?;
    let store = Store::open(settings.database.as_deref())?;
    let notes = Notes::new(store).with_folder(settings.folder.clone());
    let mut server = notes::server(notes)
        .trusted_proxies(settings.proxies)
        .readiness("folder", move || settings.folder.clone().present());
    if let Some(keys) = settings.keys {
        server = server.auth(ApiKeys::from_file(keys)?);
    }
    server.run().await?;
    Ok(())
}

#[derive(thiserror::Error)]
#[error(transparent)]
enum StartError {
    Settings(#[from] SettingsError),
    Store(#[from] OpenError),
    Server(#[from] mcp_runtime::Error),
}

// `main` prints the error with `Debug`; an operator wants the sentence.
impl std::fmt::Debug for StartError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}
