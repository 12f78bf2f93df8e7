//! Streamable HTTP as a client sees it, byte by byte.

mod access;
mod batches;
mod detached;
mod headers;
mod idle;
mod legacy;
mod malformed;
mod nested;
mod streaming;
mod support;
mod tools;
mod unread;
