use std::pin::{Pin, pin};
use std::time::{Duration, Instant};

use futures_util::future::{Either, select};

use crate::auth::{Principal, Rejection};
use crate::clock::Clock;

/// How long all authenticators together may take with one credential.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
/// When to come back after that.
const LATER: Duration = Duration::from_secs(5);

type Answer = Result<Principal, Rejection>;

/// How long a caller still waits: one deadline for whomever is asked, which
/// begins when the first of them has to be awaited.
#[derive(Debug, Default)]
pub(super) struct Wait {
    until: Option<Instant>,
    is_over: bool,
}

impl Wait {
    /// The answer of an authenticator. Once the time is over, of one that has
    /// it at once.
    pub(super) async fn answer(
        &mut self,
        answer: Pin<Box<dyn Future<Output = Answer> + Send + '_>>,
        clock: &Clock,
    ) -> Answer {
        let until = *self.until.get_or_insert_with(|| clock.after(PATIENCE));
        match select(answer, pin!(clock.sleep_until(until))).await {
            Either::Left((answer, _)) => answer,
            Either::Right(_) => {
                if !std::mem::replace(&mut self.is_over, true) {
                    tracing::warn!(
                        "no authenticator had an answer within 10 s, and it was given up"
                    );
                }
                Err(Rejection::unavailable(LATER))
            }
        }
    }
}
