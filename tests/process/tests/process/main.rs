//! The fixture as an operating system sees it.
#![cfg(unix)]

mod command_line;
mod signals;
mod stdio;
mod support;
