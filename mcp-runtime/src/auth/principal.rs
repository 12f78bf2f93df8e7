use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde_json::{Map, Value};

use super::Scopes;

/// A caller that proved who it is.
///
/// Cheap to clone. Tools take it as a parameter, which demands that there is
/// one, or as `Option<Principal>`:
///
/// ```
/// use mcp_runtime::prelude::*;
///
/// /// Says who calls.
/// #[mcp_tool(auth)]
/// async fn whoami(principal: Principal) -> String {
///     principal.subject().to_owned()
/// }
/// ```
#[derive(Clone, PartialEq)]
pub struct Principal(Arc<Facts>);

#[derive(Clone, PartialEq)]
struct Facts {
    issuer: Box<str>,
    subject: Box<str>,
    scopes: Scopes,
    expires: Option<SystemTime>,
    claims: Map<String, Value>,
    limit: Option<(u32, Duration)>,
    /// `issuer subject`, which no other principal has.
    id: Arc<str>,
}

impl Principal {
    /// The caller that `issuer` vouches for under the name `subject`. Names
    /// of one issuer are of different callers; two issuers may use the same.
    pub fn new(issuer: impl Into<Box<str>>, subject: impl Into<Box<str>>) -> Self {
        let (issuer, subject) = (issuer.into(), subject.into());
        // What follows the first space is the subject.
        let id = format!("{} {subject}", issuer.replace(char::is_whitespace, "%20")).into();
        let (scopes, claims) = (Scopes::default(), Map::new());
        Self(Arc::new(Facts { issuer, subject, scopes, expires: None, claims, limit: None, id }))
    }

    /// What it was granted. Default: nothing.
    #[must_use]
    pub fn with_scopes(self, scopes: Scopes) -> Self {
        self.with(|facts| facts.scopes = scopes)
    }

    /// When it has to prove itself anew. Default: at the next request.
    #[must_use]
    pub fn with_expiry(self, expires: SystemTime) -> Self {
        self.with(|facts| facts.expires = Some(expires))
    }

    /// Further facts, such as the claims of a token. Default: none.
    #[must_use]
    pub fn with_claims(self, claims: Map<String, Value>) -> Self {
        self.with(|facts| facts.claims = claims)
    }

    /// Requests that it may send in any window of that length; more are
    /// answered with 429. Default: no limit of its own.
    #[must_use]
    pub fn with_limit(self, requests: u32, window: Duration) -> Self {
        self.with(|facts| facts.limit = Some((requests, window)))
    }

    fn with(mut self, change: impl FnOnce(&mut Facts)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// Who vouches for it: the issuer of its token, or `key` for API keys.
    pub fn issuer(&self) -> &str {
        &self.0.issuer
    }

    /// Its name with that issuer.
    pub fn subject(&self) -> &str {
        &self.0.subject
    }

    /// Issuer and subject in one text, which no other principal has.
    pub fn id(&self) -> &Arc<str> {
        &self.0.id
    }

    /// What it was granted.
    pub fn scopes(&self) -> &Scopes {
        &self.0.scopes
    }

    /// When what it showed is no longer valid.
    pub fn expires(&self) -> Option<SystemTime> {
        self.0.expires
    }

    /// A fact that its issuer states, such as the claim of a token.
    pub fn claim(&self, name: &str) -> Option<&Value> {
        self.0.claims.get(name)
    }

    pub(crate) fn limit(&self) -> Option<(u32, Duration)> {
        self.0.limit
    }
}

/// Without the claims, which may be personal.
impl fmt::Debug for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Principal")
            .field("issuer", &self.0.issuer)
            .field("subject", &self.0.subject)
            .field("scopes", &format_args!("{}", self.0.scopes))
            .finish_non_exhaustive()
    }
}
