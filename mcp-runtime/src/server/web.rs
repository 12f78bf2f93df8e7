use std::time::Duration;

use tokio::sync::Semaphore;

use super::ServerBuilder;
use crate::auth::Scopes;
use crate::seal::SigningKey;
use crate::transport::http::{Proxies, WireLimits};

/// Settings of the HTTP transport.
pub(crate) struct WebSettings {
    pub(super) path: String,
    /// The endpoint's URL as clients know it.
    pub(super) public_url: Option<String>,
    pub(super) initial_scopes: Scopes,
    pub(super) hosts: Option<Vec<String>>,
    pub(super) origins: Vec<String>,
    pub(super) key: Option<SigningKey>,
    pub(super) session_lifetime: Duration,
    pub(super) wire: WireLimits,
    pub(super) body_time: Duration,
    pub(super) body_memory: usize,
    pub(super) proxies: Proxies,
    #[cfg(feature = "tls")]
    pub(super) tls: Option<crate::Tls>,
    /// Half of the connections, where nothing was chosen.
    pub(super) idle_streams: Option<usize>,
    /// A tenth of those, and at least 100, where nothing was chosen.
    pub(super) idle_streams_per_peer: Option<usize>,
    pub(super) detached_calls: usize,
    pub(super) exposed: bool,
    /// Whether operators find their pages beside the endpoint, where that was said.
    pub(super) operator_pages: Option<bool>,
    pub(super) operator_scope: Option<Scopes>,
    /// None where the user added none: making a router costs start-up time.
    pub(super) routes: Option<axum::Router>,
}

impl Default for WebSettings {
    fn default() -> Self {
        Self {
            path: "/mcp".to_owned(),
            public_url: None,
            initial_scopes: Scopes::default(),
            hosts: None,
            origins: Vec::new(),
            key: None,
            session_lifetime: Duration::from_hours(7 * 24),
            wire: WireLimits::default(),
            body_time: Duration::from_secs(30),
            body_memory: 256 << 20,
            proxies: Proxies::default(),
            #[cfg(feature = "tls")]
            tls: None,
            idle_streams: None,
            idle_streams_per_peer: None,
            detached_calls: 1024,
            exposed: false,
            operator_pages: None,
            operator_scope: None,
            routes: None,
        }
    }
}

impl WebSettings {
    /// How the URLs of what it listens on begin.
    #[cfg(feature = "tls")]
    pub(super) fn scheme(&self) -> &'static str {
        if self.tls.is_some() { "https" } else { "http" }
    }

    #[cfg(not(feature = "tls"))]
    #[allow(clippy::unused_self)] // as with TLS
    pub(super) fn scheme(&self) -> &'static str {
        "http"
    }
}

impl ServerBuilder {
    /// The path of the MCP endpoint. Default: `/mcp`.
    pub fn http_path(mut self, path: impl Into<String>) -> Self {
        let path = path.into();
        if !path.starts_with('/') {
            self.problems.add(format!("`.http_path(\"{path}\")` must begin with `/`"));
        }
        let plain = |char: char| char.is_ascii_graphic() && !"{}*?#%\"<>\\^`|".contains(char);
        if !path.chars().all(plain) {
            self.problems.add(format!(
                "`.http_path({path:?})` is a path as it stands in a URL, without `{{`, `*`, `?`, \
                 `#`, `%` and spaces"
            ));
        }
        self.web.path = path;
        self
    }

    /// The URL of the MCP endpoint as clients know it, such as
    /// `https://mcp.example.com/mcp`: what OAuth tokens are issued for, and
    /// where clients look for the metadata of this resource (RFC 9728).
    /// Default: the address it listens on, where that is loopback; with OAuth
    /// it has to be said anywhere else.
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        let url = url.into();
        let valid = url.parse::<http::Uri>().is_ok_and(|uri| {
            matches!(uri.scheme_str(), Some("http" | "https"))
                && uri.host().is_some()
                && uri.query().is_none()
        });
        if !valid || url.contains('#') {
            self.problems.add(format!(
                "`.public_url({url:?})` must be an absolute URL without query and fragment, such \
                 as \"https://mcp.example.com/mcp\""
            ));
        }
        self.web.public_url = Some(url);
        self
    }

    /// The names in the `Host` header that are served, without port.
    /// Default: loopback names where the server listens on loopback, else any.
    pub fn allowed_hosts<S: Into<String>>(mut self, hosts: impl IntoIterator<Item = S>) -> Self {
        self.web.hosts = Some(hosts.into_iter().map(Into::into).collect());
        self
    }

    /// Web origins whose requests are served, such as
    /// `https://app.example.com`; others get 403. What browsers ask first
    /// (CORS) is answered for the same origins, never with leave to send
    /// cookies. Default: pages of this machine where the server listens on
    /// loopback, else those of [`public_url`](Self::public_url) alone.
    pub fn allowed_origins<S: Into<String>>(
        mut self,
        origins: impl IntoIterator<Item = S>,
    ) -> Self {
        self.web.origins = origins.into_iter().map(Into::into).collect();
        for origin in self.web.origins.iter().filter(|origin| !is_origin(origin)) {
            self.problems.add(format!(
                "`.allowed_origins([..])`: `{origin}` is no origin; write scheme, host and, where \
                 it is not the usual one, port: `https://app.example.com`"
            ));
        }
        self
    }

    /// The secret that sessions of older clients are signed with, at least 32
    /// bytes. Give all replicas the same one, and keep it over restarts.
    /// Default: the environment variable `MCP_SIGNING_KEY`, or the file that
    /// `MCP_SIGNING_KEY_FILE` names; else a random one for this process, with which a restart makes those clients initialize
    /// again.
    pub fn signing_key(mut self, secret: impl AsRef<[u8]>) -> Self {
        match SigningKey::new(secret.as_ref()) {
            Some(key) => self.web.key = Some(key),
            None => self.problems.add(too_short("`.signing_key(..)`")),
        }
        self
    }

    /// How long a session of an older client lasts; the client then has to
    /// initialize again, which not all of them do by themselves. Counted in
    /// whole seconds. Default: 7 days.
    pub fn session_lifetime(mut self, lifetime: Duration) -> Self {
        if lifetime < Duration::from_secs(1) {
            self.problems.add("`.session_lifetime(..)` must be at least a second");
        }
        self.web.session_lifetime = lifetime;
        self
    }

    /// Connections open at once; further ones wait. Default: 10,000.
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.check_count("max_connections", connections, 1..=Semaphore::MAX_PERMITS);
        self.web.wire.connections = connections;
        self
    }

    /// Streams that clients may hold open without a request: subscriptions, and
    /// the GET streams of older clients. On HTTP/1.1 each holds a connection;
    /// further ones are refused. A GET stream ends after 15 minutes, and the
    /// client opens another. Default: half of
    /// [`max_connections`](Self::max_connections), so that the other half is
    /// left for requests.
    pub fn max_idle_streams(mut self, streams: usize) -> Self {
        self.check_count("max_idle_streams", streams, 0..=Semaphore::MAX_PERMITS);
        self.web.idle_streams = Some(streams);
        self
    }

    /// Calls of older clients that go on although their client disconnected,
    /// as those revisions demand; beyond this many, a disconnect cancels the
    /// call. Default: 1024.
    pub fn max_detached_calls(mut self, calls: usize) -> Self {
        self.web.detached_calls = calls;
        self
    }

    /// Serves further axum routes beside the MCP endpoint. A route at its path
    /// or, with OAuth, at those of the metadata of the resource is refused at
    /// the start; where a route with a wildcard matches these paths, too, the
    /// server's own come first. Where operators' pages are, such as `/health`,
    /// a route of yours comes first.
    ///
    /// What protects the endpoint does not cover them: neither the checks of
    /// `Host` and `Origin` nor the bounds on messages and calls. A page that
    /// points its own name at this machine (DNS rebinding) can reach them, so
    /// give routes that are not for everyone checks of their own.
    pub fn routes(mut self, routes: axum::Router) -> Self {
        self.web.routes = Some(match self.web.routes.take() {
            Some(others) => others.merge(routes),
            None => routes,
        });
        self
    }

    /// Lets the server listen on addresses that others can reach although
    /// nothing authenticates them: whoever reaches the port may call every
    /// tool. Only for networks where that is what you want.
    pub fn dangerously_allow_anyone_on_the_network(mut self) -> Self {
        self.web.exposed = true;
        self
    }
}

impl WebSettings {
    /// Those that were listed, and its own: pages of this very server, such as
    /// `/docs`, call it from there.
    pub(super) fn served_origins(&self) -> Vec<String> {
        let own = self.public_url.as_deref().and_then(|url| url.parse::<http::Uri>().ok());
        let own = own.and_then(|url| Some(format!("{}://{}", url.scheme_str()?, url.authority()?)));
        self.origins.iter().cloned().chain(own).collect()
    }
}

/// As browsers write it (RFC 6454, 6.2), since it is compared as text. `*`
/// and `null` are what anybody can be.
fn is_origin(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, host)| {
        !scheme.is_empty() && !host.is_empty() && !host.contains(['/', '*', '?', '#', '@', ' '])
    })
}

pub(super) fn too_short(what: &str) -> String {
    format!("{what} needs at least {} bytes of secret", SigningKey::SHORTEST)
}
