//! The fixture as an operating system sees it.
#![cfg(unix)]

mod command_line;
mod keys;
mod log;
mod own_runtime;
mod signals;
mod stdio;
mod support;
