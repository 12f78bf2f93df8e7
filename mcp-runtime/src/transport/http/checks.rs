use std::net::IpAddr;

use http::uri::Authority;
use http::{HeaderMap, StatusCode, Uri, header};

/// Which `Host` and `Origin` values are served.
///
/// A web page may point its own name at 127.0.0.1 and talk to a local server
/// (DNS rebinding); its `Host` and `Origin` then name that page (specification
/// 2026-07-28, basic/transports/streamable-http, "Security & Endpoint").
#[derive(Debug, Clone, Default)]
pub(crate) struct AccessPolicy {
    /// Host names without port; `None` allows loopback names only.
    pub(crate) hosts: Option<Vec<String>>,
    /// Any host is served: the listener is not on loopback and no list was given.
    pub(crate) any_host: bool,
    /// Full origins (`https://app.example.com`) beside those of served loopback hosts.
    pub(crate) origins: Vec<String>,
}

impl AccessPolicy {
    /// Says why not, where a foreign page may have caused the request. Names
    /// given twice are all judged: which of them a proxy went by is unknown.
    pub(super) fn check(
        &self,
        headers: &HeaderMap,
        uri: &Uri,
    ) -> Result<(), (StatusCode, &'static str)> {
        let mut hosts = headers.get_all(header::HOST).iter();
        let host = hosts.next();
        if hosts.next().is_some() {
            // RFC 9112, 3.2.
            return Err((StatusCode::BAD_REQUEST, "the request has more than one Host"));
        }
        let host = host.map(|host| host.to_str().unwrap_or_default());
        // In the request line where the client takes the server for a proxy.
        let target = uri.authority().map(Authority::as_str);
        let mut named = host.into_iter().chain(target).peekable();
        let is_named = named.peek().is_some();
        if !is_named || !named.all(|name| host_of(name).is_some_and(|host| self.serves(host))) {
            return Err((
                StatusCode::FORBIDDEN,
                "this Host is not served: use a loopback name, or list the name with \
                 `.allowed_hosts([..])`",
            ));
        }
        let mut origins = headers.get_all(header::ORIGIN).iter();
        if origins.all(|origin| origin.to_str().is_ok_and(|origin| self.trusts(origin))) {
            return Ok(());
        }
        Err((
            StatusCode::FORBIDDEN,
            "this Origin is not allowed: list it with `.allowed_origins([..])`",
        ))
    }

    /// Whether a client on this machine asked on its own account: not because
    /// of a page whose name points here. Where any name is served, only those
    /// that always mean this machine tell.
    pub(super) fn is_asked_locally(&self, headers: &HeaderMap, uri: &Uri) -> bool {
        let hosts = headers.get_all(header::HOST).iter();
        let hosts = hosts.map(|host| host.to_str().unwrap_or_default());
        let mut named = hosts.chain(uri.authority().map(Authority::as_str));
        !self.any_host || named.all(|name| host_of(name).is_some_and(is_loopback))
    }

    fn serves(&self, host: &str) -> bool {
        match &self.hosts {
            Some(hosts) => hosts.iter().any(|allowed| allowed.eq_ignore_ascii_case(host)),
            None => self.any_host || is_loopback(host),
        }
    }

    fn trusts(&self, origin: &str) -> bool {
        if self.origins.iter().any(|allowed| allowed.eq_ignore_ascii_case(origin)) {
            return true;
        }
        let Some((_, authority)) = origin.split_once("://") else { return false };
        // A page on this machine may talk to a server on this machine.
        !self.any_host
            && host_of(authority).is_some_and(|host| is_loopback(host) && self.serves(host))
    }
}

/// The host of `host[:port]`, an IPv6 one without its brackets; `None` where
/// the text is neither. Runs for every request, so it copies nothing.
fn host_of(authority: &str) -> Option<&str> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => authority.find(':').map_or((authority, ""), |at| authority.split_at(at)),
    };
    let port_is_fine = port.is_empty()
        || port
            .strip_prefix(':')
            .is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()));
    (port_is_fine && !host.is_empty()).then_some(host)
}

fn is_loopback(host: &str) -> bool {
    host == "127.0.0.1"
        || host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// What the client accepts as an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Accepts {
    pub(super) json: bool,
    pub(super) events: bool,
}

impl Accepts {
    /// Clients must list both types; one that says nothing, or `*/*`, gets
    /// the benefit of the doubt.
    pub(super) fn read(headers: &HeaderMap) -> Self {
        // What clients send, word for word.
        const USUAL: &str = "application/json, text/event-stream";
        if headers.get(header::ACCEPT).is_some_and(|value| value == USUAL) {
            return Self { json: true, events: true };
        }
        let mut accepts = Self { json: false, events: false };
        let mut silent = true;
        for value in headers.get_all(header::ACCEPT) {
            silent = false;
            let value = value.to_str().unwrap_or_default();
            for range in value.split(',') {
                let range = range.split(';').next().unwrap_or_default().trim();
                let any = range == "*/*";
                accepts.json |= any
                    || range.eq_ignore_ascii_case("application/json")
                    || range == "application/*";
                accepts.events |=
                    any || range.eq_ignore_ascii_case("text/event-stream") || range == "text/*";
            }
        }
        if silent { Self { json: true, events: true } } else { accepts }
    }
}

/// A body of another type may come from a page's plain form, which browsers
/// send without asking.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(header::CONTENT_TYPE) else { return false };
    if value == "application/json" {
        return true;
    }
    let Ok(value) = value.to_str() else { return false };
    let essence = value.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

/// Whether the body was compressed: none is decoded, so that its size is
/// what it seems to be.
pub(super) fn is_encoded(headers: &HeaderMap) -> bool {
    headers.get_all(header::CONTENT_ENCODING).iter().any(|value| value != "identity")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(policy: &AccessPolicy, host: &str, origin: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        policy.check(&headers, &Uri::from_static("/mcp")).is_ok()
    }

    #[test]
    fn a_local_server_serves_local_names_only() {
        let local = AccessPolicy::default();
        for host in ["localhost:3000", "127.0.0.1", "[::1]:8080", "LOCALHOST"] {
            assert!(allowed(&local, host, None), "{host}");
        }
        for host in [
            "evil.example",
            "127.0.0.1.evil.example",
            "localhost.evil.example:80",
            "localhost@evil.example",
            "localhost:80:evil.example",
            "localhost/",
            "[::1]evil.example",
            "[::1",
            ":80",
            "",
        ] {
            assert!(!allowed(&local, host, None), "{host}");
        }
        assert!(allowed(&local, "localhost", Some("http://localhost:5173")));
        assert!(!allowed(&local, "localhost", Some("https://evil.example")));
        assert!(!allowed(&local, "localhost", Some("null")));
    }

    #[test]
    fn listed_names_replace_the_loopback_ones() {
        let policy = AccessPolicy {
            hosts: Some(vec!["mcp.example.com".to_owned()]),
            any_host: false,
            origins: vec!["https://app.example.com".to_owned()],
        };
        assert!(allowed(&policy, "mcp.example.com:443", Some("https://app.example.com")));
        assert!(!allowed(&policy, "localhost", None));
        assert!(!allowed(&policy, "mcp.example.com", Some("https://other.example.com")));
    }
}
