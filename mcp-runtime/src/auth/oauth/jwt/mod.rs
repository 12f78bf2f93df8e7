mod algorithm;
mod token;
mod verifier;

use std::fmt;
use std::sync::OnceLock;
use std::time::Duration;

use serde_json::Value;

use self::token::Token;
use self::verifier::{Keys, Verifier};
use super::claims::Rules;
use super::endpoint::{Endpoint, Plain};
use super::keys::{KeySet, Published, Source};
use super::web::{Roots, Web};
use crate::auth::{Attempt, Authenticator, Principal, Rejection, Scheme};

pub use algorithm::JwtAlgorithm;

/// JWT access tokens of an OAuth 2.1 authorization server (RFC 9068).
///
/// A token is accepted when the issuer signed it, for this server, and it is
/// valid now. Nobody is asked for that: the issuer's public keys are fetched
/// when the first token comes, and again every 10 min.
///
/// ```
/// use mcp_runtime::{JwtTokens, prelude::*};
///
/// let tokens = JwtTokens::issuer("https://login.example.com")
///     .audience("https://mcp.example.com/mcp");
/// let server = server!().auth(tokens);
/// ```
///
/// The signature must be by a key that the issuer publishes for that very
/// algorithm. `iss` must be the issuer, `aud` name the audience, `exp` be there
/// and in the future, `nbf` and `iat` not be, and `sub` name the caller, who
/// becomes the [`Principal`] with all claims. Tokens of more than 16 KiB are refused, and
/// those whose header says `crit` (RFC 7515, 4.1.11) or a `typ` other than
/// `JWT` and `at+jwt`. What is no JWT, or of another issuer, is left to other
/// authenticators.
///
/// # Keys
///
/// They are found through the issuer's metadata, which must name that very
/// issuer (RFC 8414, 3.3): at `/.well-known/oauth-authorization-server`, else at
/// `/.well-known/openid-configuration`, both before and after a path. A token
/// with an unknown `kid` makes the keys be fetched anew, at most once in 30 s;
/// one that comes in between is told to come back (503).
/// Where they cannot be fetched, those that are there stay in use for 24 h; then, and
/// as long as there have been none, callers are told to come back (503). A key
/// that the issuer withdraws is refused after 10 min at the latest.
///
/// A verified token is remembered as a hash, for 60 s at most and not beyond
/// its end, so that a caller's next request costs no signature.
pub struct JwtTokens {
    issuer: String,
    rules: Rules,
    algorithms: Vec<JwtAlgorithm>,
    keys: Option<Given>,
    roots: Roots,
    plain: Plain,
    verifier: OnceLock<Result<Verifier, Vec<String>>>,
}

/// What stands for the keys that the issuer's metadata leads to.
enum Given {
    Url(String),
    Set(String),
}

impl JwtTokens {
    /// Tokens of this issuer: its URL, to the letter as it says itself in
    /// `iss` and in its metadata. `http` is accepted for this machine only.
    pub fn issuer(issuer: impl Into<String>) -> Self {
        let issuer = issuer.into();
        let rules = Rules { issuer: Some(issuer.as_str().into()), ..Rules::new(true) };
        let algorithms = JwtAlgorithm::ALL.to_vec();
        let (roots, verifier) = (Roots::System, OnceLock::new());
        Self { issuer, rules, algorithms, keys: None, roots, plain: Plain::Loopback, verifier }
    }

    /// What tokens for this server name as their audience (RFC 8707): as a
    /// rule the URL of its endpoint. May be said several times; a token must
    /// name one of them. Without any the server does not start.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<Box<str>>) -> Self {
        self.rules.audiences.push(audience.into());
        self
    }

    /// The only algorithms to accept. Default: all of [`JwtAlgorithm`].
    #[must_use]
    pub fn algorithms(mut self, algorithms: impl IntoIterator<Item = JwtAlgorithm>) -> Self {
        self.algorithms = algorithms.into_iter().collect();
        self
    }

    /// How much the issuer's clock may differ from this one. Default: 60 s; at
    /// most 5 min.
    #[must_use]
    pub fn clock_skew(mut self, skew: Duration) -> Self {
        self.rules.skew = skew;
        self
    }

    /// Where the keys are, instead of what the issuer's metadata says.
    #[must_use]
    pub fn jwks_url(mut self, url: impl Into<String>) -> Self {
        self.keys = Some(Given::Url(url.into()));
        self
    }

    /// The keys themselves, as a JSON Web Key Set (RFC 7517, 5): nothing is
    /// fetched, and only a new start exchanges them.
    #[must_use]
    pub fn jwks(mut self, json: impl Into<String>) -> Self {
        self.keys = Some(Given::Set(json.into()));
        self
    }

    /// The claims that name scopes, as a text separated by spaces or as a
    /// list. Default: `scope` (RFC 9068, 2.2.3) and `scp`.
    #[must_use]
    pub fn scope_claims<S: Into<Box<str>>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.rules.scopes = names.into_iter().map(Into::into).collect();
        self
    }

    /// A claim that every token must have: with this value, or as a list with
    /// this value in it. May be said several times; then all must hold.
    #[must_use]
    pub fn required_claim(mut self, name: impl Into<Box<str>>, value: impl Into<Value>) -> Self {
        self.rules.required.push((name.into(), value.into()));
        self
    }

    /// The certificates, in PEM, that the issuer's is checked by: a private
    /// authority. They stand for those of the operating system.
    #[must_use]
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.roots = Roots::Given(pem.into());
        self
    }

    /// Fetches keys without TLS from another machine. **Whoever is on the way
    /// can replace them, and then be anybody.**
    #[must_use]
    pub fn dangerously_allow_http(mut self) -> Self {
        self.plain = Plain::Anywhere;
        self
    }

    fn verifier(&self) -> &Result<Verifier, Vec<String>> {
        self.verifier.get_or_init(|| self.build())
    }

    fn build(&self) -> Result<Verifier, Vec<String>> {
        let mut problems = self.rules.problems(false);
        if self.algorithms.is_empty() {
            problems.push("no algorithm is accepted: leave .algorithms away".to_owned());
        }
        let keys = self.keys().map_err(|why| problems.push(why));
        match keys {
            Ok(keys) if problems.is_empty() => {
                let (rules, algorithms) = (self.rules.clone(), self.algorithms.clone());
                Ok(Verifier::new(rules, algorithms, keys))
            }
            _ => Err(problems
                .into_iter()
                .map(|problem| format!("JWT tokens of {}: {problem}", self.issuer))
                .collect()),
        }
    }

    fn keys(&self) -> Result<Keys, String> {
        let issuer = Endpoint::issuer(&self.issuer, self.plain)?;
        let source = match &self.keys {
            Some(Given::Set(json)) => {
                return match KeySet::parse(json.as_bytes())? {
                    (set, why) if set.is_empty() => {
                        Err(format!("none of the keys could verify a token: {why}"))
                    }
                    (set, _) => Ok(Keys::Fixed(set)),
                };
            }
            Some(Given::Url(url)) => Source::Url(Endpoint::parse("jwks_url", url, self.plain)?),
            None => Source::Issuer { name: self.issuer.clone(), at: issuer },
        };
        let plain = match &source {
            Source::Url(at) | Source::Issuer { at, .. } => at.is_plain(),
        };
        Ok(Keys::Published(Published::new(source, Web::new(&self.roots, plain)?)))
    }
}

impl Authenticator for JwtTokens {
    async fn authenticate(&self, attempt: &Attempt) -> Result<Principal, Rejection> {
        match (attempt.credential().scheme(), self.verifier()) {
            (Scheme::Bearer, Ok(verifier)) => verifier.verify(attempt).await,
            (Scheme::Bearer, Err(_)) => Err(Rejection::unavailable(Duration::from_mins(1))),
            _ => Err(Rejection::unknown()),
        }
    }

    fn at_hand(&self, attempt: &Attempt) -> Option<Result<Principal, Rejection>> {
        match (attempt.credential().scheme(), self.verifier()) {
            (Scheme::Bearer, Ok(verifier)) => verifier.at_hand(attempt),
            (Scheme::Bearer, Err(_)) => None,
            _ => Some(Err(Rejection::unknown())),
        }
    }

    fn audiences(&self) -> Vec<String> {
        self.rules.named_audiences()
    }

    fn authorization_servers(&self) -> Vec<String> {
        vec![self.issuer.clone()]
    }

    fn problems(&self) -> Vec<String> {
        self.verifier().as_ref().err().cloned().unwrap_or_default()
    }
}

impl fmt::Debug for JwtTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JwtTokens")
            .field("issuer", &self.issuer)
            .field("audiences", &self.rules.audiences)
            .finish_non_exhaustive()
    }
}
