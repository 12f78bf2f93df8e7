//! The fixture as an operating system sees it.
#![cfg(unix)]

mod command_line;
mod commands;
#[cfg(target_os = "linux")]
mod full_disk;
mod health;
mod healthcheck;
mod heartbeat;
mod install;
mod keys;
mod log;
mod own_runtime;
mod replicas;
mod signals;
mod stalled;
mod stdio;
mod stopping;
mod supervised;
mod support;
