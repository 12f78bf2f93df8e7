use std::future::Future;
use std::time::SystemTime;

use super::{Credential, Principal, Rejection};
use crate::clock::Clock;

/// Says whose credential it is.
///
/// [`ApiKeys`](crate::ApiKeys) is one; implement it for whatever else knows
/// your callers:
///
/// ```
/// use mcp_runtime::prelude::*;
///
/// struct Partners;
///
/// impl Authenticator for Partners {
///     async fn authenticate(&self, attempt: &Attempt) -> Result<Principal, Rejection> {
///         match attempt.credential().expose().strip_prefix("partner-") {
///             Some(name) => Ok(Principal::new("partners", name)),
///             None => Err(Rejection::unknown()),
///         }
///     }
/// }
///
/// let server = server!().auth(Partners);
/// ```
pub trait Authenticator: Send + Sync + 'static {
    /// The caller that this credential belongs to.
    ///
    /// It is asked for every request and has 10 s, together with those that
    /// were asked before it; keep what is slow to find.
    ///
    /// # Errors
    /// [`Rejection`], which says what the caller may know.
    fn authenticate(
        &self,
        attempt: &Attempt,
    ) -> impl Future<Output = Result<Principal, Rejection>> + Send;

    /// The answer where nothing has to be awaited for it.
    #[doc(hidden)]
    fn at_hand(&self, attempt: &Attempt) -> Option<Result<Principal, Rejection>> {
        let _ = attempt;
        None
    }

    /// Where callers get such credentials: the issuers of OAuth tokens, for
    /// the metadata of the resource (RFC 9728). Default: nowhere.
    fn authorization_servers(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whom such credentials have to be issued for, where that is known.
    #[doc(hidden)]
    fn audiences(&self) -> Vec<String> {
        Vec::new()
    }

    /// Lets callers without a credential in as well: they may use whatever
    /// does not demand `auth`. A credential that is shown must still be valid.
    fn optional(self) -> Optional<Self>
    where
        Self: Sized,
    {
        Optional(self)
    }

    /// Whether callers without a credential are refused.
    #[doc(hidden)]
    fn is_required(&self) -> bool {
        true
    }

    /// Why the server must not start with it.
    #[doc(hidden)]
    fn problems(&self) -> Vec<String> {
        Vec::new()
    }

    /// Why it knows nobody where it runs now, which keeps a server from
    /// serving, but no command from looking at it.
    #[doc(hidden)]
    fn problems_here(&self) -> Vec<String> {
        Vec::new()
    }
}

/// A credential, and when it was shown.
#[derive(Debug, Clone)]
pub struct Attempt {
    credential: Credential,
    clock: Clock,
}

impl Attempt {
    /// A credential that is shown now, by this clock.
    pub fn new(credential: Credential, clock: impl Into<Clock>) -> Self {
        Self { credential, clock: clock.into() }
    }

    /// What was shown.
    pub fn credential(&self) -> &Credential {
        &self.credential
    }

    /// The time of day.
    pub fn now(&self) -> SystemTime {
        self.clock.wall()
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }
}

/// An authenticator that also lets callers in who show nothing; made by
/// [`Authenticator::optional`].
#[derive(Debug, Clone)]
pub struct Optional<A>(A);

impl<A: Authenticator> Authenticator for Optional<A> {
    async fn authenticate(&self, attempt: &Attempt) -> Result<Principal, Rejection> {
        self.0.authenticate(attempt).await
    }

    fn at_hand(&self, attempt: &Attempt) -> Option<Result<Principal, Rejection>> {
        self.0.at_hand(attempt)
    }

    fn authorization_servers(&self) -> Vec<String> {
        self.0.authorization_servers()
    }

    fn is_required(&self) -> bool {
        false
    }

    fn audiences(&self) -> Vec<String> {
        self.0.audiences()
    }

    fn problems(&self) -> Vec<String> {
        self.0.problems()
    }

    fn problems_here(&self) -> Vec<String> {
        self.0.problems_here()
    }
}
