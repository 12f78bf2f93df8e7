use std::time::{Duration, UNIX_EPOCH};

use crate::error::{CallError, Ending, code};
use crate::handler::Context;
use crate::seal::Spent;

impl Context {
    /// The state of the rounds before is used up, where it is good for one use.
    pub(crate) fn spend_state(&self) -> Result<(), CallError> {
        let Some(single) = &self.facts().single else { return Ok(()) };
        let now = self.environment().clock.wall();
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        single.spend(now).map_err(|spent| {
            match spent {
                Spent::Already => {
                    CallError::new(code::INVALID_INPUT, "`params.requestState` was used before")
                        .action("Send the request again without it, and answer what is asked then.")
                }
                Spent::Full => {
                    CallError::new(code::OVERLOADED, "too many calls go on after questions")
                        .retry_after(Duration::from_secs(10))
                        .action("Wait for retryAfter seconds, then repeat the call.")
                }
            }
            .ended(Ending::NotStarted)
        })
    }
}
