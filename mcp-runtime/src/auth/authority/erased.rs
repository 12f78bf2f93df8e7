use std::future::Future;
use std::pin::Pin;

use crate::auth::{Attempt, Authenticator, Principal, Rejection};

/// An [`Authenticator`] whose type is forgotten.
pub(super) trait Erased: Send + Sync {
    fn at_hand(&self, attempt: &Attempt) -> Option<Result<Principal, Rejection>>;
    fn later<'a>(
        &'a self,
        attempt: &'a Attempt,
    ) -> Pin<Box<dyn Future<Output = Result<Principal, Rejection>> + Send + 'a>>;
    fn authorization_servers(&self) -> Vec<String>;
    fn audiences(&self) -> Vec<String>;
    fn is_required(&self) -> bool;
}

impl<A: Authenticator> Erased for A {
    fn at_hand(&self, attempt: &Attempt) -> Option<Result<Principal, Rejection>> {
        Authenticator::at_hand(self, attempt)
    }

    fn later<'a>(
        &'a self,
        attempt: &'a Attempt,
    ) -> Pin<Box<dyn Future<Output = Result<Principal, Rejection>> + Send + 'a>> {
        Box::pin(self.authenticate(attempt))
    }

    fn authorization_servers(&self) -> Vec<String> {
        Authenticator::authorization_servers(self)
    }

    fn audiences(&self) -> Vec<String> {
        Authenticator::audiences(self)
    }

    fn is_required(&self) -> bool {
        Authenticator::is_required(self)
    }
}
