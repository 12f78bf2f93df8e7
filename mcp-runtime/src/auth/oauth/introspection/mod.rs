mod asker;
mod client;
mod form;
mod memory;

use std::fmt;
use std::sync::OnceLock;
use std::time::Duration;

use self::asker::Asker;
use self::client::Client;
use super::claims::Rules;
use super::endpoint::{Endpoint, Plain};
use super::web::{Roots, Web};
use crate::auth::{Attempt, Authenticator, Principal, Rejection, Scheme};

/// Access tokens that only the authorization server understands: it is asked
/// about each (RFC 7662).
///
/// ```
/// use mcp_runtime::{Introspection, prelude::*};
///
/// # let secret = "";
/// let tokens = Introspection::at("https://login.example.com/introspect")
///     .client("mcp-server", secret)
///     .issuer("https://login.example.com")
///     .audience("https://mcp.example.com/mcp");
/// let server = server!().auth(tokens);
/// ```
///
/// A token is accepted when the server says that it is active and names this
/// server as its audience; `exp`, `nbf`, `iat` and `iss` must be right where
/// they are said, and `sub` names the caller, who becomes the [`Principal`]
/// with everything else that was said.
///
/// An accepted token is remembered for 60 s, not beyond its end, and a refused
/// one for 10 s, as hashes: a token that is revoked works for so long. At most
/// 10,000 of each are remembered, and 64 are asked about at once. Callers beyond that, and
/// those whose token cannot be asked about, are told to come back (503).
///
/// Every bearer token that no authenticator before it knew is sent to the
/// authorization server: add those of other kinds, such as API keys, first.
pub struct Introspection {
    url: String,
    client: Option<Client>,
    issuer: Option<String>,
    rules: Rules,
    any_audience: bool,
    roots: Roots,
    plain: Plain,
    asker: OnceLock<Result<Asker, Vec<String>>>,
}

impl Introspection {
    /// The introspection endpoint. `http` is accepted for this machine only.
    pub fn at(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            client: None,
            issuer: None,
            rules: Rules::new(false),
            any_audience: false,
            roots: Roots::System,
            plain: Plain::Loopback,
            asker: OnceLock::new(),
        }
    }

    /// Who asks: what the authorization server knows this server by, sent as
    /// `client_secret_basic` (RFC 6749, 2.3.1). Without it the server does not
    /// start.
    #[must_use]
    pub fn client(mut self, id: &str, secret: &str) -> Self {
        self.client = Some(Client::new(id, secret));
        self
    }

    /// The issuer of the tokens. It is told to callers without one (RFC 9728),
    /// names them as [`Principal::issuer`], and must be `iss` where the
    /// answer says that. Default: callers are told nothing, and the endpoint's
    /// URL stands for the issuer.
    #[must_use]
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        let issuer = issuer.into();
        self.rules.issuer = Some(issuer.as_str().into());
        self.issuer = Some(issuer);
        self
    }

    /// What tokens for this server name as their audience (RFC 8707): as a
    /// rule the URL of its endpoint. May be said several times; a token must
    /// name one of them. Without any the server does not start.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<Box<str>>) -> Self {
        self.rules.audiences.push(audience.into());
        self
    }

    /// Accepts tokens that were issued for other servers. **Each of those can
    /// then act here as its callers.** Only for an authorization server that names
    /// no audiences and serves nobody else.
    #[must_use]
    pub fn dangerously_accept_any_audience(mut self) -> Self {
        self.any_audience = true;
        self
    }

    /// How much the authorization server's clock may differ from this one.
    /// Default: 60 s; at most 5 min.
    #[must_use]
    pub fn clock_skew(mut self, skew: Duration) -> Self {
        self.rules.skew = skew;
        self
    }

    /// The members that name scopes, as a text separated by spaces or as a
    /// list. Default: `scope` (RFC 7662, 2.2) and `scp`.
    #[must_use]
    pub fn scope_claims<S: Into<Box<str>>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.rules.scopes = names.into_iter().map(Into::into).collect();
        self
    }

    /// The certificates, in PEM, that the authorization server's is checked
    /// by: a private authority. They stand for those of the operating system.
    #[must_use]
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.roots = Roots::Given(pem.into());
        self
    }

    /// Sends tokens and the secret without TLS to another machine. **Whoever
    /// is on the way can read and use them, and then be anybody.**
    #[must_use]
    pub fn dangerously_allow_http(mut self) -> Self {
        self.plain = Plain::Anywhere;
        self
    }

    fn asker(&self) -> &Result<Asker, Vec<String>> {
        self.asker.get_or_init(|| self.build())
    }

    fn build(&self) -> Result<Asker, Vec<String>> {
        let mut problems = self.rules.problems(self.any_audience);
        if !self.rules.audiences.is_empty() && self.any_audience {
            problems.push(
                "there is an audience, and any is accepted: leave one of the two away".to_owned(),
            );
        }
        if self.client.is_none() {
            problems.push("nobody asks: say .client(id, secret)".to_owned());
        }
        if let Some(issuer) = &self.issuer {
            problems.extend(Endpoint::issuer(issuer, self.plain).err());
        }
        let endpoint = Endpoint::parse("introspection endpoint", &self.url, self.plain);
        let web = endpoint.and_then(|endpoint| {
            let web = Web::new(&self.roots, endpoint.is_plain())?;
            Ok((endpoint, web))
        });
        match (web, &self.client) {
            (Ok((endpoint, web)), Some(client)) if problems.is_empty() => {
                Ok(Asker::new(endpoint, client.clone(), self.rules.clone(), web))
            }
            (web, _) => {
                problems.extend(web.err());
                Err(problems
                    .iter()
                    .map(|problem| format!("token introspection: {problem}"))
                    .collect())
            }
        }
    }
}

impl Authenticator for Introspection {
    async fn authenticate(&self, attempt: &Attempt) -> Result<Principal, Rejection> {
        match (attempt.credential().scheme(), self.asker()) {
            (Scheme::Bearer, Ok(asker)) => asker.ask(attempt).await,
            (Scheme::Bearer, Err(_)) => Err(Rejection::unavailable(Duration::from_mins(1))),
            _ => Err(Rejection::unknown()),
        }
    }

    fn at_hand(&self, attempt: &Attempt) -> Option<Result<Principal, Rejection>> {
        match (attempt.credential().scheme(), self.asker()) {
            (Scheme::Bearer, Ok(asker)) => asker.at_hand(attempt),
            (Scheme::Bearer, Err(_)) => None,
            _ => Some(Err(Rejection::unknown())),
        }
    }

    fn audiences(&self) -> Vec<String> {
        self.rules.named_audiences()
    }

    fn authorization_servers(&self) -> Vec<String> {
        self.issuer.iter().cloned().collect()
    }

    fn problems(&self) -> Vec<String> {
        self.asker().as_ref().err().cloned().unwrap_or_default()
    }
}

impl fmt::Debug for Introspection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Introspection")
            .field("url", &self.url)
            .field("client", &self.client)
            .field("audiences", &self.rules.audiences)
            .finish_non_exhaustive()
    }
}
