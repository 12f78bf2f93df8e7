use http::{HeaderMap, HeaderName, header};

use crate::auth::{Credential, Scheme};

pub(super) const API_KEY: HeaderName = HeaderName::from_static("x-api-key");

/// What a request shows to prove who sent it; `None` where it shows nothing.
///
/// It shows one thing once (RFC 6750, 3.1): of two, a proxy may have checked
/// the other.
pub(super) fn shown(headers: &HeaderMap) -> Result<Option<Credential>, &'static str> {
    let (mut bearers, mut keys) =
        (headers.get_all(header::AUTHORIZATION).iter(), headers.get_all(&API_KEY).iter());
    let (scheme, value) = match (bearers.next(), keys.next()) {
        (None, None) => return Ok(None),
        (Some(value), None) => (Scheme::Bearer, value),
        (None, Some(value)) => (Scheme::ApiKey, value),
        (Some(_), Some(_)) => return Err("send either Authorization or X-API-Key, not both"),
    };
    if bearers.next().is_some() || keys.next().is_some() {
        return Err("send one Authorization or X-API-Key header, not several");
    }
    let text = value.to_str().map_err(|_| "the credential contains invalid characters")?;
    let text = match scheme {
        Scheme::Bearer => match bearer(text) {
            Some(token) => token,
            // Of another scheme, which proves nothing here (RFC 6750, 3.1).
            None => return Ok(None),
        },
        Scheme::ApiKey => text.trim(),
    };
    if text.is_empty() || text.contains([' ', '\t', ',']) {
        return Err("a credential is one word");
    }
    Ok(Some(Credential::new(scheme, text)))
}

/// The token after the scheme, whose case does not matter (RFC 9110, 11.1).
fn bearer(value: &str) -> Option<&str> {
    let value = value.trim();
    let (scheme, token) = value.split_once(' ').unwrap_or((value, ""));
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(fields: &[(&str, &str)]) -> Result<Option<Credential>, &'static str> {
        let mut headers = HeaderMap::new();
        for (name, value) in fields {
            let name: HeaderName = name.parse().expect("a name");
            headers.append(name, value.parse().expect("a value"));
        }
        shown(&headers)
    }

    #[test]
    fn one_credential_in_one_place() {
        let bearer = || Ok(Some(Credential::new(Scheme::Bearer, "abc.d")));
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&[("authorization", "Bearer abc.d")]), bearer());
        assert_eq!(read(&[("Authorization", "bearer   abc.d ")]), bearer());
        for other in ["Basic YTpi", "DPoP abc", "abc", ""] {
            assert_eq!(read(&[("authorization", other)]), Ok(None), "{other}");
        }
        let key = Credential::new(Scheme::ApiKey, "abc");
        assert_eq!(read(&[("X-API-Key", "abc")]), Ok(Some(key)));
    }

    #[test]
    fn whatever_is_ambiguous_is_refused() {
        for fields in [
            &[("authorization", "Bearer a"), ("authorization", "Bearer a")][..],
            &[("authorization", "Bearer a"), ("x-api-key", "a")],
            &[("x-api-key", "a"), ("x-api-key", "b")],
            &[("authorization", "Bearer")],
            &[("authorization", "Bearer ")],
            &[("authorization", "Bearer a b")],
            &[("authorization", "Bearer a\tb")],
            &[("authorization", "Bearer a, Bearer b")],
            &[("x-api-key", "")],
        ] {
            assert!(read(fields).is_err(), "{fields:?}");
        }
    }
}
