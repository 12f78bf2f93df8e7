use std::net::IpAddr;

use http::Uri;

/// A URL that secrets or keys may be fetched from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Endpoint(pub(super) Uri);

/// Which URLs are safe to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plain {
    /// https only.
    Never,
    /// http to this machine as well.
    Loopback,
    /// http to anywhere.
    Anywhere,
}

impl Endpoint {
    /// `what` names the URL in the error, which says what to write instead.
    pub(super) fn parse(what: &str, url: &str, plain: Plain) -> Result<Self, String> {
        let wrong = |why: &str| Err(format!("the {what} {url:?} {why}"));
        let Ok(uri) = url.parse::<Uri>() else { return wrong("is not a URL") };
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return wrong("is not a whole URL: write https://, a host, and the path");
        };
        // `Uri` leaves a fragment away without a word.
        if authority.as_str().contains('@') || url.contains('#') || authority.host().is_empty() {
            return wrong("must have a host, and neither user information nor a fragment");
        }
        match scheme {
            "https" => Ok(Self(uri)),
            "http" if plain == Plain::Anywhere => Ok(Self(uri)),
            "http" if plain == Plain::Loopback && is_loopback(authority.host()) => Ok(Self(uri)),
            "http" => wrong("must begin with https://: whoever is on the way could forge it"),
            _ => wrong("must begin with https://"),
        }
    }

    /// An issuer, which is a prefix of further URLs (RFC 8414, 2).
    pub(super) fn issuer(url: &str, plain: Plain) -> Result<Self, String> {
        let endpoint = Self::parse("issuer", url, plain)?;
        match endpoint.0.query() {
            Some(_) => Err(format!("the issuer {url:?} must have no query")),
            None => Ok(endpoint),
        }
    }

    pub(super) fn is_plain(&self) -> bool {
        self.0.scheme_str() == Some("http")
    }

    /// Where the metadata of this issuer may be, in the order to ask: RFC 8414
    /// section 3, and `OpenID` Connect Discovery section 4.
    pub(super) fn metadata(&self) -> Vec<Self> {
        let path = self.0.path().trim_end_matches('/');
        let oauth = format!("/.well-known/oauth-authorization-server{path}");
        let openid = format!("/.well-known/openid-configuration{path}");
        let mut paths = vec![oauth, openid];
        if !path.is_empty() {
            paths.push(format!("{path}/.well-known/openid-configuration"));
        }
        paths.iter().filter_map(|path| self.with_path(path)).collect()
    }

    fn with_path(&self, path: &str) -> Option<Self> {
        let mut parts = self.0.clone().into_parts();
        parts.path_and_query = Some(path.parse().ok()?);
        Uri::from_parts(parts).ok().map(Self)
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_can_change_on_the_way_is_asked() {
        let good = |url, plain| Endpoint::parse("issuer", url, plain).is_ok();
        for url in ["https://as.example.com", "HTTPS://as.example.com:8443/tenant/"] {
            assert!(good(url, Plain::Never), "{url}");
        }
        for url in
            ["http://127.0.0.1:1/a", "http://localhost", "http://[::1]:80", "HTTP://127.9.9.9"]
        {
            assert!(!good(url, Plain::Never) && good(url, Plain::Loopback), "{url}");
        }
        for url in
            ["http://as.example.com", "http://127.0.0.1.example.com", "http://localhost.evil"]
        {
            assert!(!good(url, Plain::Loopback) && good(url, Plain::Anywhere), "{url}");
        }
        for url in ["", "as.example.com", "/x", "ftp://a", "https://", "https://a@b", "https://a#b"]
        {
            assert!(!good(url, Plain::Anywhere), "{url}");
        }
        assert!(Endpoint::issuer("https://a/?b", Plain::Never).is_err());
    }

    #[test]
    fn metadata_is_looked_for_at_every_place_that_is_specified() {
        let places = |issuer| -> Vec<String> {
            let issuer = Endpoint::issuer(issuer, Plain::Never).unwrap();
            issuer.metadata().iter().map(|place| place.0.to_string()).collect()
        };
        let root = [
            "https://as.example/.well-known/oauth-authorization-server",
            "https://as.example/.well-known/openid-configuration",
        ];
        assert_eq!(places("https://as.example"), root);
        assert_eq!(places("https://as.example/"), root);
        let below = [
            "https://as.example/.well-known/oauth-authorization-server/one",
            "https://as.example/.well-known/openid-configuration/one",
            "https://as.example/one/.well-known/openid-configuration",
        ];
        assert_eq!(places("https://as.example/one"), below);
        assert_eq!(places("https://as.example/one/"), below);
    }
}
