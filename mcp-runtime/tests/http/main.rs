//! Streamable HTTP as a client sees it, byte by byte.

mod access;
#[cfg(all(target_os = "linux", feature = "systemd"))]
mod activation;
mod batches;
mod browsers;
mod callers;
mod clock_jumps;
mod detached;
mod headers;
#[cfg(feature = "http2")]
mod http2;
mod idle;
mod legacy;
mod limits;
mod malformed;
mod nested;
mod operator;
mod proxies;
mod slow;
mod stopping;
mod streaming;
mod support;
#[cfg(feature = "tls")]
mod tls;
mod tools;
#[cfg(unix)]
mod unix;
mod unread;
