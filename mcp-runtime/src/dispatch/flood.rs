use super::{Answer, App};
use crate::auth::Refusal;
use crate::handler::{Visitor, access};
use crate::protocol::Request;

/// Refuses a request of a caller that sends too many, before anything else is
/// done for it.
pub(crate) fn flooded(app: &App, request: &Request<'_>, visitor: &Visitor) -> Option<Answer> {
    // Clients take any failure of `server/discover` for a server of the older
    // era, and `ping` is how they learn whether it lives.
    if matches!(&*request.method, "server/discover" | "ping") {
        return None;
    }
    let flood = app.guards.flood()?;
    let refused = flood.admit(&app.environment, &visitor.caller()).err()?;
    tracing::debug!(caller = %visitor.caller(), "a caller floods the server");
    Some(Answer::flooded(request.id, &refused))
}

/// Refuses a request of a principal that has sent what it may.
pub(crate) fn limited(app: &App, request: &Request<'_>, visitor: &Visitor) -> Option<Answer> {
    if matches!(&*request.method, "server/discover" | "ping") {
        return None;
    }
    let environment = &app.environment;
    let principal = visitor.principal.as_ref()?;
    match environment.authority.count(principal, &environment.clock) {
        Err(Refusal::Limited { wait, calls, window }) => {
            Some(Answer::flooded(request.id, &access::limited(wait, calls, window)))
        }
        _ => None,
    }
}
