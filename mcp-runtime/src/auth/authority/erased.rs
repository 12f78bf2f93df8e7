use std::future::Future;
use std::pin::{Pin, pin};
use std::time::Duration;

use crate::auth::{Attempt, Authenticator, Principal, Rejection};
use crate::clock::Clock;

/// How long an authenticator may take.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// The answer of an authenticator, which may not take long.
pub(super) async fn in_time(
    answer: Pin<Box<dyn Future<Output = Result<Principal, Rejection>> + Send + '_>>,
    clock: &Clock,
) -> Result<Principal, Rejection> {
    match futures_util::future::select(answer, pin!(clock.sleep(PATIENCE))).await {
        futures_util::future::Either::Left((answer, _)) => answer,
        futures_util::future::Either::Right(_) => {
            tracing::warn!("an authenticator took longer than 10 s and was given up");
            Err(Rejection::unavailable(Duration::from_secs(5)))
        }
    }
}

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
