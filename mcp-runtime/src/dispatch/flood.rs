use super::{Answer, App};
use crate::auth::Refusal;
use crate::error::CallError;
use crate::handler::{Visitor, access};
use crate::protocol::Request;
use crate::usage::tally::AuthFailure;

/// Refuses a request of a caller that sends too many, or of a principal that
/// has sent what it may, before anything else is done for it.
pub(crate) fn flooded(app: &App, request: &Request<'_>, visitor: &Visitor) -> Option<Answer> {
    let refused = excess(app, &request.method, visitor)?;
    Some(Answer::flooded(request.id, &refused))
}

/// Counts a request of this method; an error where it is one too many.
pub(crate) fn excess(app: &App, method: &str, visitor: &Visitor) -> Option<CallError> {
    // Clients take any failure of `server/discover` for a server of the older
    // era, and `ping` is how they learn whether it lives.
    if matches!(method, "server/discover" | "ping") {
        return None;
    }
    let environment = &app.environment;
    if let Some(flood) = app.guards.flood()
        && let Err(refused) = flood.admit(environment, &visitor.caller())
    {
        app.record.tally.flooded();
        tracing::debug!(caller = %visitor.caller(), "a caller floods the server");
        return Some(refused);
    }
    match environment.authority.count(visitor.principal.as_ref()?, &environment.clock) {
        Err(Refusal::Limited { wait, calls, window }) => {
            app.record.tally.auth_failed(AuthFailure::Limited);
            Some(access::limited(wait, calls, window))
        }
        _ => None,
    }
}
