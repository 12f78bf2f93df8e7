use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::JwtAlgorithm;
use crate::auth::Rejection;

/// A JWT in the compact form of RFC 7515, taken apart and not yet believed.
pub(super) struct Token<'a> {
    pub(super) header: Header,
    pub(super) claims: Map<String, Value>,
    /// What is signed.
    pub(super) message: &'a str,
    pub(super) signature: &'a str,
}

/// The members that matter. Keys and URLs of keys that a token brings along
/// (`jwk`, `jku`, `x5c`, `x5u`) are not looked at (RFC 8725, 3.10).
#[derive(Deserialize)]
pub(super) struct Header {
    alg: Value,
    #[serde(default)]
    pub(super) kid: Option<String>,
    #[serde(default)]
    typ: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    crit: bool,
}

impl<'a> Token<'a> {
    /// # Errors
    /// Unknown for what is no JWT, invalid for one that is wrongly built.
    pub(super) fn parse(text: &'a str) -> Result<Self, Rejection> {
        let mut parts = text.split('.');
        let (Some(header), Some(claims), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(Rejection::unknown());
        };
        let (Some(header), Some(claims), Some(_)) =
            (bytes(header), bytes(claims), bytes(signature))
        else {
            return Err(Rejection::unknown());
        };
        if !serde_json::from_slice::<Value>(&header).is_ok_and(|header| header.is_object()) {
            return Err(Rejection::unknown());
        }
        let malformed = || Rejection::invalid("the token is malformed");
        let header = serde_json::from_slice(&header).map_err(|_| malformed())?;
        let claims = serde_json::from_slice(&claims).map_err(|_| malformed())?;
        let message = &text[..text.len() - signature.len() - 1];
        Ok(Self { header, claims, message, signature })
    }
}

impl Header {
    /// How it says that it is signed.
    pub(super) fn algorithm(&self) -> Option<JwtAlgorithm> {
        self.alg.as_str().and_then(JwtAlgorithm::named)
    }

    /// # Errors
    /// It is another kind of token, or demands what is not understood here.
    pub(super) fn check(&self) -> Result<(), Rejection> {
        // Extensions that must be understood (RFC 7515, 4.1.11): none is.
        if self.crit {
            return Err(Rejection::invalid("the token uses extensions that are not known here"));
        }
        // RFC 9068, 2.1. Most issuers still write `JWT`, or nothing.
        let names = ["JWT", "at+jwt", "application/at+jwt"];
        let known = |typ: &Value| {
            typ.as_str().is_some_and(|typ| names.iter().any(|name| name.eq_ignore_ascii_case(typ)))
        };
        if self.typ.as_ref().is_none_or(known) {
            Ok(())
        } else {
            Err(Rejection::invalid("the token is no access token"))
        }
    }
}

fn bytes(part: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(part).ok()
}

/// Whether a member is there, with whatever value.
fn present<'de, D: serde::Deserializer<'de>>(value: D) -> Result<bool, D::Error> {
    serde::de::IgnoredAny::deserialize(value).map(|_| true)
}
