use std::ops::Deref;
use std::time::{SystemTime, UNIX_EPOCH};

use authorization_server::AuthorizationServer;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

/// An authorization server of the test's own.
pub(crate) struct Issuer {
    server: AuthorizationServer,
    now: u64,
    _runtime: Runtime,
}

/// Whom tokens for the gauntlet are for.
const AUDIENCE: &str = "https://gauntlet.example/mcp";
/// When a clock that is moved by hand begins, in seconds since the epoch.
const BEGINNING: u64 = 500_000 * 3600;

impl Issuer {
    pub(crate) fn start() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970");
        Self::at(now.as_secs())
    }

    /// For servers with `--manual-clock`.
    pub(crate) fn at_the_beginning() -> Self {
        Self::at(BEGINNING)
    }

    fn at(now: u64) -> Self {
        let runtime = Runtime::new().expect("threads for the authorization server");
        let server = runtime.block_on(AuthorizationServer::start());
        server.set_time(now);
        Self { server, now, _runtime: runtime }
    }

    pub(crate) fn now(&self) -> u64 {
        self.now
    }

    /// The claims of a good token.
    pub(crate) fn claims(&self) -> Value {
        json!({
            "iss": self.issuer(), "sub": "dora", "aud": AUDIENCE, "scope": "vault:read",
            "iat": self.now, "exp": self.now + 3600,
        })
    }

    /// A token with good claims, but for these; null takes one away.
    pub(crate) fn token(&self, changes: Value) -> String {
        self.sign(&with(self.claims(), changes))
    }
}

impl Deref for Issuer {
    type Target = AuthorizationServer;

    fn deref(&self) -> &AuthorizationServer {
        &self.server
    }
}

/// The claims with some of them replaced; null takes one away.
pub(crate) fn with(mut claims: Value, changes: Value) -> Value {
    let Value::Object(changes) = changes else { panic!("{changes} are no changes") };
    for (name, value) in changes {
        claims[&name] = value;
    }
    claims.as_object_mut().expect("claims").retain(|_, value| !value.is_null());
    claims
}
