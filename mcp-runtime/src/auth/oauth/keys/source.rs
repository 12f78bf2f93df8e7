use serde::Deserialize;

use super::KeySet;
use crate::auth::oauth::endpoint::{Endpoint, Plain};
use crate::auth::oauth::web::Web;

/// The longest answer that is read.
const LONGEST: usize = 256 << 10;

/// Where the keys of an issuer come from.
pub(in crate::auth::oauth) enum Source {
    /// Its metadata says where (RFC 8414).
    Issuer {
        name: String,
        at: Endpoint,
    },
    Url(Endpoint),
}

#[derive(Deserialize)]
struct Metadata {
    issuer: String,
    jwks_uri: String,
}

impl Source {
    /// # Errors
    /// No usable keys are there; says why.
    pub(super) async fn fetch(&self, web: &Web) -> Result<KeySet, String> {
        match self {
            Self::Url(url) => keys(web, url).await,
            Self::Issuer { name, at } => keys(web, &discover(web, name, at).await?).await,
        }
    }
}

async fn keys(web: &Web, url: &Endpoint) -> Result<KeySet, String> {
    let set = web.get(url, LONGEST).await.and_then(|body| KeySet::parse(&body));
    let (set, unused) = set.map_err(|why| format!("{}: {why}", url.0))?;
    // Which is how an issuer withdraws all that it had, so it counts.
    if set.is_empty() {
        tracing::warn!("{}: no key could verify a token: {unused}", url.0);
    } else if !unused.is_empty() {
        tracing::debug!("{}: not all keys are used: {unused}", url.0);
    }
    Ok(set)
}

/// Where the metadata of an issuer says that its keys are.
async fn discover(web: &Web, issuer: &str, at: &Endpoint) -> Result<Endpoint, String> {
    let mut reasons = Vec::new();
    for place in at.metadata() {
        match metadata(web, issuer, at, &place).await {
            Ok(keys) => return Ok(keys),
            Err(why) => reasons.push(format!("{}: {why}", place.0)),
        }
    }
    Err(reasons.join("; "))
}

async fn metadata(
    web: &Web,
    issuer: &str,
    at: &Endpoint,
    place: &Endpoint,
) -> Result<Endpoint, String> {
    let body = web.get(place, LONGEST).await?;
    let found: Metadata = serde_json::from_slice(&body)
        .map_err(|error| format!("this is no metadata of an authorization server: {error}"))?;
    // Otherwise one tenant of a host could speak for another (RFC 8414, 3.3).
    if found.issuer != issuer {
        return Err(format!("it is the metadata of {:?}, not of {issuer:?}", found.issuer));
    }
    // What was asked safely must not lead to what is not.
    let plain = if at.is_plain() { Plain::Anywhere } else { Plain::Never };
    Endpoint::parse("jwks_uri", &found.jwks_uri, plain)
}
