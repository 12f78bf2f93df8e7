//! What to do where a socket cannot be opened.

use std::io::{Error, ErrorKind};
use std::net::SocketAddr;

/// What follows the system's words; nothing where they say it all.
pub(super) fn fix(address: &str, source: &Error) -> &'static str {
    // Where it is of an option, that follows.
    let first = address.split(' ').next().unwrap_or_default();
    match (source.kind(), first.parse::<SocketAddr>().is_ok()) {
        (ErrorKind::AddrInUse, true) => {
            "; take another port, or port 0 for one that is free; `ss -ltnp` shows who holds it"
        }
        (ErrorKind::AddrInUse, false) => "; take another path; `ss -lxp` shows who holds it",
        (ErrorKind::AddrNotAvailable, _) => {
            "; it is no address of this machine: take 127.0.0.1 for clients on it, or one that \
             `ip address` shows"
        }
        (ErrorKind::NotFound, false) => "; make its folder first",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use crate::error::Error;

    #[test]
    fn what_can_be_done_is_said() {
        use std::io::ErrorKind::{AddrInUse, AddrNotAvailable, NotFound, Other};

        for (address, kind, tip) in [
            ("127.0.0.1:8080", AddrInUse, "port 0 for one that is free; `ss -ltnp` shows"),
            ("127.0.0.1:9090 (--health)", AddrInUse, "`ss -ltnp` shows who holds it"),
            ("/run/mcp.sock", AddrInUse, "; take another path; `ss -lxp`"),
            (
                "192.0.2.1:8080",
                AddrNotAvailable,
                "it is no address of this machine: take 127.0.0.1",
            ),
            ("/none/mcp.sock", NotFound, "; make its folder first"),
        ] {
            let error = Error::Bind { address: address.to_owned(), source: kind.into() };
            let text = error.to_string();
            assert!(text.contains(address) && text.contains(tip), "{text}");
        }
        let error = Error::Bind { address: "[::1]:1".to_owned(), source: Other.into() };
        assert_eq!(error.to_string(), "cannot listen on [::1]:1: other error");
    }
}
