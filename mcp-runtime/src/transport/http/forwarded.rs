use std::net::{IpAddr, SocketAddr};

use http::HeaderMap;
use ipnet::IpNet;

use crate::handler::Remote;

/// The header in which the trusted proxies say whom they speak for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ForwardedHeader {
    /// `X-Forwarded-For`, which every proxy can write. The default.
    #[default]
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// Hops that are looked at. Nobody has that many proxies of their own.
const HOPS: usize = 32;

/// Whose word on where requests come from is taken.
#[derive(Debug, Clone, Default)]
pub(crate) struct Proxies {
    pub(crate) networks: Vec<IpNet>,
    /// Also peers on a Unix socket.
    pub(crate) unix: bool,
    pub(crate) header: ForwardedHeader,
}

impl Proxies {
    /// The peer itself, not what is said of anybody.
    pub(super) fn trusts(&self, remote: Remote) -> bool {
        match remote {
            Remote::Peer(peer) => self.knows(peer.ip()),
            Remote::Local(_) => self.unix,
            _ => false,
        }
    }

    /// The client behind the proxies: the last address that was not written
    /// by somebody we do not trust. Each proxy appends whom it heard it from,
    /// so everything left of an address that is no proxy's may be invented.
    pub(super) fn client(&self, peer: Remote, headers: &HeaderMap) -> Remote {
        let mut client = peer;
        if !self.trusts(peer) {
            return client;
        }
        let name = match self.header {
            ForwardedHeader::XForwardedFor => "x-forwarded-for",
            ForwardedHeader::Forwarded => "forwarded",
        };
        // Lines of one name are one list (RFC 9110, 5.3).
        let lines = headers.get_all(name).iter().rev();
        let hops = lines.flat_map(|line| Hops { header: self.header, rest: Some(line.as_bytes()) });
        for address in hops.take(HOPS) {
            // What cannot be read ends it: what is left of it is nobody's word.
            let Some(address) = address else { break };
            client = Remote::Peer(address);
            if !self.knows(address.ip()) {
                break;
            }
        }
        client
    }

    fn knows(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.networks.iter().any(|network| network.contains(&address))
    }
}

/// The hops of one line, the last one first: only what stands at the end was
/// surely written by a proxy, and nothing that a client wrote before may
/// change how it is read.
struct Hops<'a> {
    header: ForwardedHeader,
    rest: Option<&'a [u8]>,
}

impl Iterator for Hops<'_> {
    /// `None` for a hop that does not tell an address.
    type Item = Option<SocketAddr>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.take()?;
        let quotes = self.header == ForwardedHeader::Forwarded;
        let (before, hop) = split_last(rest, b',', quotes);
        self.rest = before;
        let hop = hop.trim_ascii();
        Some(match self.header {
            ForwardedHeader::XForwardedFor => std::str::from_utf8(hop).ok().and_then(node),
            ForwardedHeader::Forwarded => forwarded_for(hop),
        })
    }
}

/// What stands before and after the last separator that is in no quotes.
fn split_last(text: &[u8], separator: u8, quotes: bool) -> (Option<&[u8]>, &[u8]) {
    let mut inside = false;
    for (at, &byte) in text.iter().enumerate().rev() {
        if quotes && byte == b'"' && !is_escaped(text, at) {
            inside = !inside;
        } else if byte == separator && !inside {
            return (Some(&text[..at]), &text[at + 1..]);
        }
    }
    (None, text)
}

fn is_escaped(text: &[u8], at: usize) -> bool {
    text[..at].iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1
}

/// The one `for` parameter of an element of `Forwarded` (RFC 7239, 4).
fn forwarded_for(element: &[u8]) -> Option<SocketAddr> {
    let mut found = None;
    let mut rest = Some(element);
    while let Some(text) = rest {
        let (before, pair) = split_last(text, b';', true);
        rest = before;
        let Some(equals) = pair.iter().position(|&byte| byte == b'=') else { continue };
        let (name, value) = (pair[..equals].trim_ascii(), pair[equals + 1..].trim_ascii());
        if name.eq_ignore_ascii_case(b"for") && found.replace(value).is_some() {
            return None;
        }
    }
    let value = std::str::from_utf8(found?).ok()?;
    match value.strip_prefix('"') {
        // No address needs an escape; unescaped it would be none.
        Some(quoted) => node(quoted.strip_suffix('"')?),
        None => node(value),
    }
}

/// An address, with or without port and brackets. `unknown` and names that a
/// proxy made up are none.
fn node(text: &str) -> Option<SocketAddr> {
    let (address, port) = if let Some(rest) = text.strip_prefix('[') {
        let (address, port) = rest.split_once(']')?;
        (
            IpAddr::V6(address.parse().ok()?),
            port.strip_prefix(':').or(port.is_empty().then_some("0"))?,
        )
    } else if let Ok(address) = text.parse::<IpAddr>() {
        (address, "0")
    } else {
        let (address, port) = text.split_once(':')?;
        (IpAddr::V4(address.parse().ok()?), port)
    };
    // RFC 7239 lets a proxy hide the port, too.
    let port = if port.starts_with('_') { 0 } else { port.parse().ok()? };
    Some(SocketAddr::new(address.to_canonical(), port))
}

#[cfg(test)]
mod tests;
