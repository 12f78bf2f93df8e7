use http::request::Parts;
use http::{HeaderMap, Method, Response};

use super::{DOCS, Operator, STATUS, is_probe};
use crate::auth::Rule;
use crate::handler::Remote;
use crate::transport::http::body::Body;
use crate::transport::http::refusal;
use crate::transport::http::site::Front;

/// Who is answered.
enum Whom<'a> {
    Anybody,
    /// Whoever has the scope.
    Holders(&'a Rule),
}

impl Front {
    /// Answers an operator; `None` where nobody is to know of the page.
    pub(in crate::transport::http) async fn operate(
        &self,
        operator: &Operator,
        path: &'static str,
        parts: &Parts,
        remote: Remote,
    ) -> Option<Response<Body>> {
        if is_probe(path) {
            return Some(operator.answer(path, &parts.method).await);
        }
        let access = &self.endpoint.access;
        // No web page reaches a file by a name of its own.
        let by_own_name = matches!(remote, Remote::Local(_))
            || access.is_asked_locally(&parts.headers, &parts.uri);
        // Whoever is trusted as a proxy is one, also where it hands on no trace:
        // clients make some leave theirs out (`Connection: X-Forwarded-For`).
        let is_local =
            is_local(remote, &parts.headers) && !self.proxies.trusts(remote) && by_own_name;
        let whom = match &operator.scope {
            _ if is_local => Whom::Anybody,
            // The pages themselves hold nothing: what they show they ask for, with
            // a credential that somebody types into them. A browser has none to
            // show when it opens a page.
            _ if path == DOCS && self.endpoint.is_protected() => Whom::Anybody,
            Some(_) if path == STATUS => Whom::Anybody,
            Some(scope) => Whom::Holders(scope),
            None => return None,
        };
        if let Err((status, message)) = access.check(&parts.headers, &parts.uri) {
            return Some(refusal::text(status, message));
        }
        if let Whom::Holders(scope) = whom {
            let remote = self.proxies.client(remote, &parts.headers);
            if let Err(refused) = self.endpoint.identify_as(scope, parts, remote).await {
                let (headers, nothing) = (&parts.headers, Body::empty());
                // There is no message whose id the answer would need.
                return Some(
                    self.endpoint.turn_away(refused, &Method::GET, headers, nothing).await,
                );
            }
        }
        Some(operator.answer(path, &parts.method).await)
    }
}

/// Whether a request is from this machine. One that came through a proxy is
/// not, whatever the proxy says of it: a proxy that hands on what clients
/// write would let them say that they are local.
fn is_local(remote: Remote, headers: &HeaderMap) -> bool {
    const TRACES: [&str; 6] = [
        "x-forwarded-for",
        "forwarded",
        "x-real-ip",
        "x-forwarded-host",
        "x-forwarded-proto",
        "via",
    ];
    let direct = match remote {
        Remote::Peer(peer) => peer.ip().to_canonical().is_loopback(),
        Remote::Local(_) => true,
        Remote::Process | Remote::Unknown => false,
    };
    direct && !TRACES.iter().any(|name| headers.contains_key(*name))
}
