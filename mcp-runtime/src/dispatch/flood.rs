use super::{Answer, App};
use crate::handler::Visitor;
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
