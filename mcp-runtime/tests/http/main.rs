//! Streamable HTTP as a client sees it, byte by byte.

mod access;
mod batches;
mod callers;
mod detached;
mod headers;
mod idle;
mod legacy;
mod limits;
mod malformed;
mod nested;
mod streaming;
mod support;
mod tools;
mod unread;
