//! An OAuth authorization server on loopback that does what a test tells it to.
//!
//! It has what MCP clients and resource servers ask for: metadata (RFC 8414),
//! keys (RFC 7517), registration (RFC 7591), client credentials and codes with
//! PKCE (RFC 6749, RFC 7636) for a resource (RFC 8707), and introspection
//! (RFC 7662). It counts requests, rotates its keys, and answers wrongly on
//! demand. Nobody should trust it with anything.

mod control;
mod grants;
mod serve;
mod signer;
mod state;
mod tls;

use std::net::SocketAddr;
use std::sync::Arc;

use serde_json::Value;

pub use signer::{Signer, hmac, unsigned};
pub use state::Fault;

/// Where the metadata is (RFC 8414).
pub const METADATA: &str = "/.well-known/oauth-authorization-server";
/// Where the metadata of `OpenID` Connect is.
pub const OPENID: &str = "/.well-known/openid-configuration";
/// Where the keys are.
pub const JWKS: &str = "/jwks";
/// Where tokens are issued.
pub const TOKEN: &str = "/token";
/// Where tokens are explained.
pub const INTROSPECT: &str = "/introspect";
/// A client that is always registered, and its secret. Nothing in them has to
/// be encoded: not all clients encode what `client_secret_basic` demands.
pub const CLIENT: (&str, &str) = ("client", "secret");
/// Who may introspect, and with which secret; all of it has to be encoded.
pub const RESOURCE_SERVER: (&str, &str) = ("resource server", "secret: 100% & more");

/// The server; it ends when this is dropped.
pub struct AuthorizationServer {
    shared: Arc<state::Shared>,
    task: tokio::task::JoinHandle<()>,
}

impl AuthorizationServer {
    /// On a free port of loopback.
    ///
    /// # Panics
    /// There is none.
    pub async fn start() -> Self {
        Self::listen(SocketAddr::from(([127, 0, 0, 1], 0))).await.expect("loopback has a free port")
    }

    /// # Errors
    /// The address cannot be listened on.
    pub async fn listen(address: SocketAddr) -> std::io::Result<Self> {
        let listener = tokio::net::TcpListener::bind(address).await?;
        let issuer = format!("http://{}", listener.local_addr()?);
        Ok(Self::serve(listener, issuer))
    }

    /// At `https://localhost` on a free port; the second is the certificate, in
    /// PEM, that its own is to be checked by.
    ///
    /// # Panics
    /// There is no port.
    pub async fn start_with_tls() -> (Self, String) {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await;
        let listener = listener.expect("loopback has a free port");
        let port = listener.local_addr().expect("it is bound").port();
        let (listener, certificate) = tls::Tls::new(listener);
        (Self::serve(listener, format!("https://localhost:{port}")), certificate)
    }

    fn serve<L: axum::serve::Listener<Addr = SocketAddr>>(listener: L, issuer: String) -> Self {
        let shared = Arc::new(state::Shared::new(issuer));
        let router = serve::router(Arc::clone(&shared));
        let task = tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Self { shared, task }
    }

    /// Its issuer identifier.
    pub fn issuer(&self) -> &str {
        &self.shared.issuer
    }

    /// The URL of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.shared.issuer)
    }

    /// A token with these claims, signed with the current key.
    pub fn sign(&self, claims: &Value) -> String {
        self.shared.state().sign(claims)
    }

    /// Forgets the current key and takes another, with another `kid`.
    pub fn rotate(&self) {
        self.shared.state().rotate();
    }

    /// Publishes this key as well.
    pub fn publish(&self, jwk: Value) {
        self.shared.state().published.push(jwk);
    }

    /// Answers wrongly from now on at this path, or rightly again.
    pub fn fault(&self, path: &str, fault: impl Into<Option<Fault>>) {
        self.shared.fault(path, fault.into());
    }

    /// Where its metadata is from now on; [`METADATA`] at first.
    pub fn metadata_at(&self, path: &str) {
        path.clone_into(&mut self.shared.state().metadata);
    }

    /// How many requests came to this path.
    pub fn count(&self, path: &str) -> usize {
        self.shared.state().counts.get(path).copied().unwrap_or(0)
    }

    /// Returns when so many requests have come to this path.
    pub async fn counted(&self, path: &str, count: usize) {
        let mut changed = self.shared.changed.subscribe();
        while self.count(path) < count {
            let _ = changed.changed().await;
        }
    }

    /// What introspection says of a token.
    pub fn describe(&self, token: &str, claims: Value) {
        self.shared.state().issued.insert(token.to_owned(), claims);
    }

    /// Introspection calls this token inactive from now on.
    pub fn revoke(&self, token: &str) {
        self.shared.state().issued.remove(token);
    }

    /// Issues tokens that only introspection explains.
    pub fn issue_opaque_tokens(&self) {
        self.shared.state().opaque = true;
    }

    /// Its clock shows this from now on, in seconds since the epoch.
    pub fn set_time(&self, seconds: u64) {
        self.shared.state().time = Some(seconds);
    }
}

impl Drop for AuthorizationServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}
