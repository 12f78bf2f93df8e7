//! What an OAuth client is told of the endpoint.

use std::net::SocketAddr;

use super::web::WebSettings;
use crate::dispatch::App;
use crate::error::{Problems, Result};
use crate::transport::http::Resource;

/// What the metadata says; none where no authorization server gives tokens out.
pub(super) fn of(
    app: &App,
    settings: &WebSettings,
    local: Option<SocketAddr>,
) -> Result<Option<Resource>> {
    let authority = &app.environment.authority;
    let authorization_servers = authority.authorization_servers();
    if authorization_servers.is_empty() {
        return Ok(None);
    }
    let Some(url) = url(settings, local) else {
        let mut problems = Problems::default();
        problems.add(
            "OAuth clients have to know the URL of the endpoint: say \
             `.public_url(\"https://mcp.example.com/mcp\")`",
        );
        problems.finish()?;
        return Ok(None);
    };
    let audiences = authority.audiences();
    if !audiences.is_empty() && !audiences.contains(&url) {
        // No mistake for certain: some authorization servers issue tokens for
        // names of their own.
        tracing::warn!(
            resource = url,
            ?audiences,
            "clients ask for tokens for a resource that is not among the audiences: unless the \
             authorization server turns one into the other, every token is refused; make \
             `.public_url(..)` and `.audience(..)` the same"
        );
    }
    let scopes = settings.initial_scopes.clone();
    let name = app.identity.name().to_owned();
    Ok(Some(Resource { url, name, authorization_servers, scopes }))
}

/// As it was said, or the address that is listened on where only this machine
/// reaches it.
fn url(settings: &WebSettings, local: Option<SocketAddr>) -> Option<String> {
    let path = settings.path.trim_end_matches('/');
    settings.public_url.clone().or_else(|| {
        let local = local.filter(|local| local.ip().is_loopback())?;
        Some(format!("{}://{local}{path}", settings.scheme()))
    })
}
