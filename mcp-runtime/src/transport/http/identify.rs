//! Who sent a request, by its headers alone: nothing of the body is read
//! before that is known.

use std::sync::Arc;

use http::request::Parts;
use http::{HeaderValue, Method, Response, header};

use super::body::Body;
use super::challenge::Challenge;
use super::credential;
use super::endpoint::Endpoint;
use super::headers::{METHOD, NAME, decode};
use super::turned_away::Refused;
use crate::auth::{Denied, Mode, Principal, Refusal, Rejection, Rule, Scopes};
use crate::dispatch;
use crate::error::CallError;
use crate::guard::Stack;
use crate::handler::{Remote, Visitor, access};
use crate::protocol::Fault;
use crate::usage::tally::AuthFailure;

/// What stands for a method where a page is asked for: no method at all.
const PAGE: &str = "";

impl Endpoint {
    /// Who sent the request; an error where that may not go on.
    pub(super) async fn identify(&self, parts: &Parts, remote: Remote) -> Result<Visitor, Refused> {
        let visitor = self.admit(parts, remote).await?;
        match self.permit(parts, visitor.principal.as_ref()) {
            Ok(()) => Ok(visitor),
            Err((denied, target)) => Err(self.denied(&denied, target.as_deref(), &visitor)),
        }
    }

    /// Who sent the request, by the credential alone.
    async fn admit(&self, parts: &Parts, remote: Remote) -> Result<Visitor, Refused> {
        let authority = &self.app.environment.authority;
        let from = remote.origin();
        let credential = credential::shown(&parts.headers).map_err(|problem| {
            self.app.record.tally.auth_failed(AuthFailure::Malformed);
            let challenge = Challenge {
                error: Some("invalid_request"),
                metadata: self.metadata(),
                description: Some(problem),
                ..Challenge::default()
            };
            let error = access::unauthenticated(problem, &Scopes::default(), remote);
            let challenge = Some(challenge.value());
            Refused { fault: Fault::InvalidRequest, error, challenge, call: None }
        })?;
        let principal = match credential {
            None => None,
            Some(credential) => match authority.admit(credential, from, self.clock()).await {
                Ok(principal) => Some(principal),
                Err(refusal) => {
                    self.app.record.tally.auth_failed(failure(&refusal));
                    return Err(self.refused(&refusal, parts, remote));
                }
            },
        };
        Ok(Visitor { remote, principal })
    }

    /// The same for pages that nobody sees who proves nothing. They call no
    /// tool, whatever the headers name, and count as any other request.
    pub(super) async fn identify_as(
        &self,
        rule: &Rule,
        parts: &Parts,
        remote: Remote,
    ) -> Result<Visitor, Refused> {
        let visitor = self.admit(parts, remote).await?;
        let authority = &self.app.environment.authority;
        if let Err(denied) = authority.allow(rule, visitor.principal.as_ref()) {
            return Err(self.denied(&denied, None, &visitor));
        }
        match dispatch::excess(&self.app, PAGE, &visitor) {
            None => Ok(visitor),
            Some(error) => {
                Err(Refused { fault: Fault::RateLimited, error, challenge: None, call: None })
            }
        }
    }

    /// Decides by the headers that name what is called, where they are there:
    /// why not, and what was called. The guards decide again by the body.
    fn permit(
        &self,
        parts: &Parts,
        principal: Option<&Principal>,
    ) -> Result<(), (Denied, Option<Arc<Stack>>)> {
        if parts.method == Method::POST
            && let Some(method) = parts.headers.get(&METHOD).and_then(|method| method.to_str().ok())
            && let Some(name) = parts.headers.get(&NAME).and_then(decode)
            && let Some((target, denied)) = self.app.denies(method, &name, principal)
        {
            return Err((denied, Some(target)));
        }
        if principal.is_none() && !self.app.is_open() {
            return Err((Denied::Unauthenticated(Scopes::default()), None));
        }
        Ok(())
    }

    fn denied(&self, denied: &Denied, target: Option<&Stack>, visitor: &Visitor) -> Refused {
        let error = access::refusal(denied, visitor.remote);
        // A stranger at a closed door calls nothing, whatever the headers say:
        // nobody fills the ledger from there.
        let target = target.filter(|_| visitor.principal.is_some() || self.app.is_open());
        let mut call = None;
        if let Some(handler) = target {
            // As before any other call, so that refusals are bounded, too.
            if let Some(error) =
                dispatch::excess(&self.app, handler.kind.method(handler.name), visitor)
            {
                return Refused { fault: Fault::RateLimited, error, challenge: None, call };
            }
            let id = self.app.record_denied(handler, visitor, &error);
            call = Some((id, (handler.kind.as_str(), handler.name)));
        } else {
            let caller = visitor.caller();
            tracing::debug!(%caller, code = error.code(), "a request was turned away");
        }
        // Not before: one request is one failure, and what floods is none.
        self.app.record.tally.auth_failed(denied.into());
        let (fault, challenge) = (Fault::from(denied), Some(self.challenge(denied)));
        Refused { fault, error, challenge, call }
    }

    /// What to send along with a refusal.
    pub(super) fn challenge(&self, denied: &Denied) -> HeaderValue {
        let (metadata, initial) = (self.metadata(), &self.protection.initial_scopes);
        match denied {
            Denied::Unauthenticated(scopes) => {
                let scopes = if scopes.is_empty() { initial } else { scopes };
                Challenge { scopes: Some(scopes), metadata, ..Challenge::default() }
            }
            Denied::Forbidden(scopes) => Challenge {
                error: Some("insufficient_scope"),
                scopes: Some(scopes),
                metadata,
                description: Some("the caller was not granted all of these scopes"),
            },
        }
        .value()
    }

    fn refused(&self, refusal: &Refusal, parts: &Parts, remote: Remote) -> Refused {
        let error = match refusal {
            Refusal::Rejected(rejection) => return self.rejected(rejection, parts, remote),
            Refusal::Throttled { wait } => access::throttled(*wait),
            Refusal::Limited { wait, calls, window } => access::limited(*wait, *calls, *window),
        };
        Refused { fault: Fault::RateLimited, error, challenge: None, call: None }
    }

    fn rejected(&self, rejection: &Rejection, parts: &Parts, remote: Remote) -> Refused {
        if let Some(wait) = rejection.retry_after() {
            let error =
                CallError::new(crate::error::code::OVERLOADED, rejection.reason().to_owned())
                    .retry_after(wait)
                    .action("Wait retryAfter seconds, then repeat the request.");
            return Refused { fault: Fault::Unavailable, error, challenge: None, call: None };
        }
        // The next credential should do for what is called.
        let scopes = match self.permit(parts, None) {
            Err((Denied::Unauthenticated(scopes), _)) if !scopes.is_empty() => scopes,
            _ => self.protection.initial_scopes.clone(),
        };
        let challenge = Challenge {
            error: Some("invalid_token"),
            scopes: Some(&scopes),
            metadata: self.metadata(),
            description: Some(rejection.reason()),
        };
        let error = access::unauthenticated(rejection.reason(), &Scopes::default(), remote);
        let challenge = Some(challenge.value());
        Refused { fault: Fault::Unauthenticated, error, challenge, call: None }
    }

    fn metadata(&self) -> Option<&str> {
        self.protection.metadata_url.as_deref()
    }

    /// Whether credentials matter here at all.
    pub(super) fn is_protected(&self) -> bool {
        self.app.environment.authority.mode() != Mode::Nobody
    }

    /// Says in a header what a refused call lacks.
    pub(super) fn challenged(
        &self,
        mut response: Response<Body>,
        denied: &Denied,
    ) -> Response<Body> {
        let headers = response.headers_mut();
        headers.insert(header::WWW_AUTHENTICATE, self.challenge(denied));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

fn failure(refusal: &Refusal) -> AuthFailure {
    match refusal {
        Refusal::Rejected(rejection) if rejection.retry_after().is_some() => {
            AuthFailure::Unavailable
        }
        Refusal::Rejected(_) => AuthFailure::Invalid,
        Refusal::Throttled { .. } => AuthFailure::Throttled,
        Refusal::Limited { .. } => AuthFailure::Limited,
    }
}

/// What an endpoint says of itself to those who lack a credential.
#[derive(Debug, Clone, Default)]
pub(crate) struct Protection {
    /// Where the metadata of the resource is served (RFC 9728).
    pub(crate) metadata_url: Option<String>,
    /// What a client should ask for first.
    pub(crate) initial_scopes: Scopes,
}
