//! How clients and operators reach the server, which commands have no use for.

#[cfg(feature = "http")]
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command, ValueHint, value_parser};

use super::Transport;
use crate::error::{Error, Result};
use crate::server::ServerBuilder;

const LISTENING: &str = "Listening";
const OPERATING: &str = "Operating";

pub(super) fn arguments(command: Command) -> Command {
    #[cfg(feature = "http")]
    let command = command.arg(
        Arg::new("http")
            .long("http")
            .env("MCP_HTTP")
            .hide_env_values(true)
            .value_name("ADDR")
            .help_heading(LISTENING)
            .value_parser(listen)
            .help(
                "Serve Streamable HTTP, such as on 127.0.0.1:8080 (port 0: a free one), or on \
                 the sockets of systemd: systemd",
            ),
    );
    #[cfg(all(unix, feature = "http"))]
    let command = command.arg(
        Arg::new("unix")
            .long("unix")
            .env("MCP_UNIX")
            .hide_env_values(true)
            .value_name("PATH")
            .help_heading(LISTENING)
            .value_hint(ValueHint::FilePath)
            .value_parser(value_parser!(PathBuf))
            .help("Serve Streamable HTTP on a Unix socket, for this user alone"),
    );
    #[cfg(feature = "http")]
    let command = command.arg(
        Arg::new("health")
            .long("health")
            .env("MCP_HEALTH")
            .hide_env_values(true)
            .value_name("ADDR")
            .help_heading(OPERATING)
            .value_parser(operators)
            .help("Serve health and metrics for operators on a port of their own, beside any transport"),
    );
    command
        .arg(
            Arg::new("heartbeat")
                .long("heartbeat")
                .env("MCP_HEARTBEAT")
                .hide_env_values(true)
                .value_name("FILE")
                .help_heading(OPERATING)
                .value_hint(ValueHint::FilePath)
                .value_parser(value_parser!(PathBuf))
                .help("Write this file every 5 s while the server lives"),
        )
        .arg(
            Arg::new("shutdown-delay")
                .long("shutdown-delay")
                .env("MCP_SHUTDOWN_DELAY")
                .hide_env_values(true)
                .value_name("TIME")
                .help_heading(OPERATING)
                .value_parser(duration)
                .help("When told to stop, say so to balancers for this time first, such as 5s"),
        )
}

fn duration(text: &str) -> Result<Duration, String> {
    mcp_literals::duration::parse(text)
        .map(Duration::from_millis)
        .map_err(|problem| format!("{problem}; write `--shutdown-delay 5s`"))
}

#[cfg(feature = "http")]
fn operators(value: &str) -> Result<SocketAddr, String> {
    address(value).ok_or_else(|| {
        "not an address with a port; write `--health 127.0.0.1:9090`, port 0 for a free one"
            .to_owned()
    })
}

#[cfg(feature = "http")]
fn address(value: &str) -> Option<SocketAddr> {
    value.replace("localhost:", "127.0.0.1:").parse().ok()
}

/// Where operators look, which only a server that serves has.
pub(super) fn operating(mut builder: ServerBuilder, matches: &ArgMatches) -> ServerBuilder {
    #[cfg(feature = "http")]
    if let Some(address) = matches.get_one::<SocketAddr>("health") {
        builder = builder.health(*address);
    }
    if let Some(path) = matches.get_one::<PathBuf>("heartbeat") {
        builder = builder.heartbeat_file(path);
    }
    if let Some(delay) = matches.get_one::<Duration>("shutdown-delay") {
        builder = builder.shutdown_delay(*delay);
    }
    builder
}

/// The command line comes before the environment, which may be an image's.
pub(super) fn transport(matches: &ArgMatches) -> Result<Transport> {
    let mut wanted: Vec<(Option<ValueSource>, Transport)> = Vec::new();
    #[cfg(feature = "http")]
    if let Some(transport) = matches.get_one::<Transport>("http") {
        wanted.push((matches.value_source("http"), transport.clone()));
    }
    #[cfg(all(unix, feature = "http"))]
    if let Some(path) = matches.get_one::<PathBuf>("unix") {
        wanted.push((matches.value_source("unix"), Transport::Unix(path.clone())));
    }
    let best = wanted.iter().map(|(source, _)| *source).max();
    wanted.retain(|(source, _)| Some(*source) == best);
    match wanted.len() {
        0 => Ok(Transport::Stdio),
        1 => Ok(wanted.remove(0).1),
        _ => Err(Error::Usage(
            "`--http` and `--unix` are two ways to listen: name one of them".to_owned(),
        )),
    }
}

#[cfg(feature = "http")]
fn listen(value: &str) -> Result<Transport, String> {
    if value == "systemd" {
        #[cfg(all(target_os = "linux", feature = "systemd"))]
        return Ok(Transport::Activated);
        #[cfg(not(all(target_os = "linux", feature = "systemd")))]
        return Err("this program takes no sockets of systemd: build it with the feature \
                    `systemd` of mcp-runtime"
            .to_owned());
    }
    address(value).map(Transport::Http).ok_or_else(|| {
        "write an address, such as `--http 127.0.0.1:8080` (port 0 takes a free one)".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Result<Transport> {
        let command = arguments(Command::new("notes"));
        let matches = command.try_get_matches_from([&["notes"], args].concat());
        matches.map_err(|error| Error::Usage(error.to_string())).and_then(|all| transport(&all))
    }

    #[test]
    fn no_arguments_mean_stdio() {
        assert_eq!(parse(&[]).unwrap(), Transport::Stdio);
    }

    #[cfg(feature = "http")]
    #[test]
    fn http_takes_an_address_in_either_form() {
        let wanted = Transport::Http("127.0.0.1:0".parse().unwrap());
        assert_eq!(parse(&["--http", "127.0.0.1:0"]).unwrap(), wanted);
        assert_eq!(parse(&["--http=localhost:0"]).unwrap(), wanted);
        assert_eq!(
            parse(&["--http", "systemd"]).is_ok(),
            cfg!(all(target_os = "linux", feature = "systemd"))
        );
        for wrong in ["8080", "eighty:80"] {
            let message = parse(&["--http", wrong]).unwrap_err().to_string();
            assert!(message.contains("--http 127.0.0.1:8080"), "{message}");
        }
    }

    #[cfg(all(unix, feature = "http"))]
    #[test]
    fn one_way_to_listen_is_taken() {
        let path = Transport::Unix("/run/mcp.sock".into());
        assert_eq!(parse(&["--unix", "/run/mcp.sock"]).unwrap(), path);
        let both = parse(&["--unix", "/run/mcp.sock", "--http", "127.0.0.1:0"]);
        assert!(both.unwrap_err().to_string().contains("name one of them"));
    }
}
