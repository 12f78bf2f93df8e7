use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value};

use crate::auth::{Principal, Rejection, Scopes};

/// What must be true of a token's claims (RFC 7519, 4.1; RFC 9068, 4).
#[derive(Debug, Clone)]
pub(super) struct Rules {
    pub(super) issuer: Option<Box<str>>,
    /// One of them must be among those that the token names. None: any will do.
    pub(super) audiences: Vec<Box<str>>,
    pub(super) skew: Duration,
    pub(super) scopes: Vec<Box<str>>,
    pub(super) required: Vec<(Box<str>, Value)>,
    /// Whether a token must name its issuer and its end.
    pub(super) complete: bool,
}

/// The most that two clocks may differ.
const MOST_SKEW: Duration = Duration::from_mins(5);

/// The end of the year 9999; nothing later is meant as a date.
const LATEST: f64 = 253_402_300_799.0;

impl Rules {
    pub(super) fn new(complete: bool) -> Self {
        let (issuer, audiences, required) = (None, Vec::new(), Vec::new());
        let scopes = ["scope", "scp"].map(Into::into).to_vec();
        Self { issuer, audiences, skew: Duration::from_mins(1), scopes, required, complete }
    }

    /// What is wrong with the rules themselves. `any_audience`: any will do.
    pub(super) fn problems(&self, any_audience: bool) -> Vec<String> {
        let mut problems = Vec::new();
        if self.audiences.is_empty() && !any_audience {
            problems.push(
                "there is no audience: say what tokens for this server name as theirs, \
                 .audience(\"https://mcp.example.com/mcp\")"
                    .to_owned(),
            );
        }
        if self.audiences.iter().any(|audience| audience.is_empty()) {
            problems.push("an audience is empty: name what tokens are issued for".to_owned());
        }
        if self.skew > MOST_SKEW {
            problems.push("the clock_skew may be at most 5 min".to_owned());
        }
        problems
    }

    /// Whom tokens have to be for.
    pub(super) fn named_audiences(&self) -> Vec<String> {
        self.audiences.iter().map(ToString::to_string).collect()
    }

    /// Whether the token is of the issuer whose tokens these are.
    ///
    /// # Errors
    /// Unknown: another authenticator may be for that issuer.
    pub(super) fn check_issuer(&self, claims: &Map<String, Value>) -> Result<(), Rejection> {
        match (claims.get("iss"), &self.issuer) {
            (None, _) if !self.complete => Ok(()),
            (_, None) => Ok(()),
            // An array with the issuer in it is not the issuer.
            (Some(Value::String(named)), Some(issuer)) if **named == **issuer => Ok(()),
            _ => Err(Rejection::foreign("the token is of another issuer")),
        }
    }

    /// The caller that these claims describe.
    ///
    /// # Errors
    /// Invalid, naming the claim that is wrong, but not what would be right.
    pub(super) fn principal(
        &self,
        claims: Map<String, Value>,
        now: SystemTime,
        vouching: &str,
    ) -> Result<Principal, Rejection> {
        let refused = |why: &'static str| Err(Rejection::invalid(why));
        self.check_issuer(&claims)?;
        let expires = time(&claims, "exp")?;
        let seconds = now.duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64());
        let (early, late) = (seconds - self.skew.as_secs_f64(), seconds + self.skew.as_secs_f64());
        match expires {
            None if self.complete => return refused("the token has no expiry"),
            Some(expires) if expires <= early => {
                return Err(Rejection::expired("the token has expired"));
            }
            _ => {}
        }
        if time(&claims, "nbf")?.is_some_and(|from| from > late) {
            return refused("the token is not valid yet");
        }
        if time(&claims, "iat")?.is_some_and(|issued| issued > late) {
            return refused("the token was issued in the future");
        }
        self.check_audience(&claims)?;
        for (name, value) in &self.required {
            if !claims.get(&**name).is_some_and(|claim| holds(claim, value)) {
                let why = format!("the token's claim {name} is not what is demanded here");
                return Err(Rejection::invalid(why));
            }
        }
        let subject = match claims.get("sub") {
            Some(Value::String(subject)) if !subject.is_empty() => subject.as_str(),
            _ => return refused("the token has no subject"),
        };
        let mut principal = Principal::new(vouching, subject).with_scopes(self.granted(&claims));
        if let Some(expires) = expires {
            let since = Duration::try_from_secs_f64(expires).unwrap_or_default();
            principal = principal.with_expiry(UNIX_EPOCH + since);
        }
        Ok(principal.with_claims(claims))
    }

    /// For how long a caller is not asked again.
    pub(super) fn lasts(&self, caller: &Principal, now: SystemTime, most: Duration) -> Duration {
        let left = |end: SystemTime| (end + self.skew).duration_since(now).unwrap_or_default();
        caller.expires().map_or(most, |end| left(end).min(most))
    }

    fn check_audience(&self, claims: &Map<String, Value>) -> Result<(), Rejection> {
        if self.audiences.is_empty() {
            return Ok(());
        }
        let ours = |name: &Value| {
            name.as_str().is_some_and(|name| self.audiences.iter().any(|ours| **ours == *name))
        };
        let fits = match claims.get("aud") {
            None => return Err(Rejection::invalid("the token names no audience")),
            Some(Value::Array(names)) => names.iter().any(ours),
            Some(name) => ours(name),
        };
        if fits { Ok(()) } else { Err(Rejection::invalid("the token is for another audience")) }
    }

    fn granted(&self, claims: &Map<String, Value>) -> Scopes {
        let mut granted: Vec<&str> = Vec::new();
        for name in &self.scopes {
            match claims.get(&**name) {
                Some(Value::String(list)) => granted.extend(list.split(' ')),
                Some(Value::Array(list)) => granted.extend(list.iter().filter_map(Value::as_str)),
                _ => {}
            }
        }
        granted.into_iter().filter(|scope| Scopes::is_token(scope)).collect()
    }
}

/// A claim that is a time: seconds since the epoch, with or without a fraction
/// (RFC 7519, 2).
fn time(claims: &Map<String, Value>, name: &'static str) -> Result<Option<f64>, Rejection> {
    let Some(value) = claims.get(name) else { return Ok(None) };
    match value.as_f64() {
        Some(seconds) if (0.0..=LATEST).contains(&seconds) => Ok(Some(seconds)),
        _ => Err(Rejection::invalid(format!("the token's claim {name} is not a time"))),
    }
}

/// Whether a claim is the value, or a list with it.
fn holds(claim: &Value, value: &Value) -> bool {
    claim == value || claim.as_array().is_some_and(|list| list.contains(value))
}
