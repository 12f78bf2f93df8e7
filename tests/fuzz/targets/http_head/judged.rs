//! What each function says of the headers of a request.

use std::net::{IpAddr, SocketAddr};

use http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use mcp_runtime::__fuzz::{challenge, client, decoded, is_served, read, shown};
use mcp_runtime::ForwardedHeader;

pub(crate) fn all(bytes: &[u8]) {
    let (target, headers) = head(bytes);
    read(&headers);
    credential(&headers);
    host(&headers, &target);
    proxies(&headers);
    for value in headers.values() {
        encoded(value);
        description(value);
    }
}

/// Read leniently, so that every line is judged.
fn head(bytes: &[u8]) -> (Uri, HeaderMap) {
    let mut lines = bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let target = lines.next().and_then(|line| line.split(|byte| *byte == b' ').nth(1));
    let mut headers = HeaderMap::new();
    for line in lines.take(100) {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        let name = HeaderName::from_bytes(&line[..colon]);
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii());
        if let (Ok(name), Ok(value)) = (name, value) {
            headers.append(name, value);
        }
    }
    (target.and_then(|target| Uri::try_from(target).ok()).unwrap_or_default(), headers)
}

fn credential(headers: &HeaderMap) {
    let values = |name: &str| headers.get_all(name).iter().cloned().collect::<Vec<_>>();
    let (bearers, keys) = (values("authorization"), values("x-api-key"));
    match shown(headers) {
        Ok(None) => {
            assert!(keys.is_empty(), "a key is overlooked");
            assert!(bearers.len() < 2, "one of them is overlooked");
            let word = b"bearer";
            let other = |value: &HeaderValue| {
                value.as_bytes().get(..word.len()).is_none_or(|it| !it.eq_ignore_ascii_case(word))
                    || value.as_bytes().get(word.len()).is_some_and(|it| *it != b' ')
            };
            assert!(bearers.iter().all(other), "a token is overlooked: {bearers:?}");
        }
        Ok(Some(credential)) => {
            assert_eq!(bearers.len() + keys.len(), 1);
            let text = credential.expose();
            assert!(!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic()), "{text}");
        }
        Err(_) => assert!(bearers.len() + keys.len() > 0),
    }
}

/// Whatever a page of another host could send is refused.
fn host(headers: &HeaderMap, target: &Uri) {
    if !is_served(headers, target) {
        return;
    }
    let named = headers.get_all(header::HOST).iter().map(HeaderValue::as_bytes);
    let origins = headers.get_all(header::ORIGIN).iter().map(|origin| {
        let at = origin.as_bytes().windows(3).position(|part| part == b"://");
        &origin.as_bytes()[at.expect("an origin has a scheme") + 3..]
    });
    let target = target.authority().map(|authority| authority.as_str().as_bytes());
    let mut count = 0;
    for authority in named.chain(target) {
        is_local(authority);
        count += 1;
    }
    assert_ne!(count, 0, "a request without a host is served");
    origins.for_each(is_local);
}

fn is_local(authority: &[u8]) {
    let authority = std::str::from_utf8(authority).expect("a host is text");
    let Ok(uri) = format!("http://{authority}/").parse::<Uri>() else { return };
    let host = uri.host().expect("it has an authority").trim_matches(['[', ']']);
    let address = host.parse::<IpAddr>();
    let loopback = address.is_ok_and(|address| address.is_loopback());
    assert!(loopback || host.eq_ignore_ascii_case("localhost"), "{authority} is served");
}

/// What our own proxy appends counts, whatever was written before it.
fn proxies(headers: &HeaderMap) {
    let real = IpAddr::from([203, 0, 113, 9]);
    let proxy = SocketAddr::from(([10, 0, 0, 1], 443));
    let stranger = SocketAddr::from(([198, 51, 100, 7], 443));
    for (kind, name, hop) in [
        (ForwardedHeader::XForwardedFor, "x-forwarded-for", "203.0.113.9"),
        (ForwardedHeader::Forwarded, "forwarded", "for=203.0.113.9;proto=https"),
    ] {
        assert_eq!(client(kind, stranger, headers), Some(stranger.ip()), "a stranger is believed");
        assert!(client(kind, proxy, headers).is_some());
        let mut in_a_line = headers.clone();
        in_a_line.append(name, HeaderValue::from_static(hop));
        assert_eq!(client(kind, proxy, &in_a_line), Some(real), "{headers:?}");
        let last = headers.get_all(name).iter().next_back().map(HeaderValue::as_bytes);
        let Some(last) = last else { continue };
        let mut value = last.to_vec();
        value.extend_from_slice(b", ");
        value.extend_from_slice(hop.as_bytes());
        let mut appended = HeaderMap::new();
        appended.append(name, HeaderValue::from_bytes(&value).expect("it was one before"));
        assert_eq!(client(kind, proxy, &appended), Some(real), "{appended:?}");
    }
}

/// Only what has the form of base64 is anything but itself.
fn encoded(value: &HeaderValue) {
    let plain = value.to_str().ok();
    match (decoded(value), plain) {
        (Some(text), Some(plain)) => assert!(text == plain || plain.starts_with("=?base64?")),
        (None, Some(plain)) => assert!(plain.starts_with("=?base64?"), "{plain}"),
        (text, None) => assert_eq!(text, None),
    }
}

/// Whatever is said of a request ends where it should.
fn description(value: &HeaderValue) {
    let text = String::from_utf8_lossy(value.as_bytes());
    let challenge = challenge(&text);
    let challenge = challenge.to_str().expect("it is ASCII");
    let inner = challenge
        .strip_prefix("Bearer error_description=\"")
        .and_then(|rest| rest.strip_suffix('"'))
        .expect("there is a description");
    assert!(!inner.contains(['"', '\\', '=']), "{challenge}");
}
