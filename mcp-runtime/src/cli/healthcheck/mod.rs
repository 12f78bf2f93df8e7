//! `healthcheck`: asks a server that runs how it does, for containers that
//! have no curl.

#[cfg(feature = "http")]
mod ask;
mod beat;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::text::print;
use super::{Transport, serving};
use crate::error::{Error, Result};
use crate::server::{ServerBuilder, Watching};

pub(super) const NAME: &str = "healthcheck";

pub(super) fn command() -> Command {
    let command = Command::new(NAME)
        .about("Ask the server that runs whether it is ready; exit with 0 or 1")
        .long_about(
            "Ask the server that runs whether it is ready, and exit with 0 or 1. It asks where the \
             same options and variables make the server listen: at --health, else --http, else \
             --unix, else it reads the file of --heartbeat.",
        )
        .arg(
            Arg::new("live")
                .long("live")
                .action(ArgAction::SetTrue)
                .help("Ask whether it lives, not whether it is ready for calls"),
        )
        .arg(
            Arg::new("timeout")
                .long("timeout")
                .value_name("TIME")
                .default_value("3s")
                .value_parser(patience)
                .help("How long to wait for the answer"),
        );
    serving::arguments(command)
}

fn patience(text: &str) -> Result<Duration, String> {
    match mcp_literals::duration::parse(text) {
        Ok(0) => Err("no answer takes no time; write `--timeout 3s`".to_owned()),
        Ok(millis) => Ok(Duration::from_millis(millis)),
        Err(problem) => Err(format!("{problem}; write `--timeout 3s`")),
    }
}

/// Where the answer is.
#[derive(Debug, Clone, PartialEq)]
enum Place {
    /// Given by which option.
    #[cfg(feature = "http")]
    Network(&'static str, std::net::SocketAddr),
    #[cfg(all(unix, feature = "http"))]
    Socket(PathBuf),
    File(PathBuf),
}

pub(super) fn run(builder: &ServerBuilder, all: &ArgMatches, asked: &ArgMatches) -> Result<()> {
    let is_live = asked.get_flag("live");
    let patience = asked.get_one::<Duration>("timeout").copied().unwrap_or_default();
    let place = place(builder.watching(), all, asked)?;
    let deadline = Instant::now() + patience;
    let path = if is_live { "/livez" } else { "/readyz" };
    let outcome = match &place {
        #[cfg(feature = "http")]
        Place::Network(option, address) => ask::network(option, *address, path, deadline),
        #[cfg(all(unix, feature = "http"))]
        Place::Socket(file) => ask::socket(file, path, deadline),
        Place::File(file) => beat::read(file, is_live),
    };
    match outcome {
        Ok(()) => print(if is_live { "live" } else { "ready" }),
        Err(problem) => Err(Error::Unhealthy(problem)),
    }
}

/// Where one of the options leads to, where it was given.
type Way<'a> = &'a dyn Fn() -> Option<Result<Place>>;

/// What was typed after the command comes first, then what was typed before
/// it, then the environment, then the program.
fn place(program: &Watching, all: &ArgMatches, asked: &ArgMatches) -> Result<Place> {
    let typed = |matches: &&ArgMatches, id: &str| {
        matches.value_source(id) == Some(ValueSource::CommandLine)
    };
    let of =
        |id: &str| [asked, all].into_iter().find(|matches| typed(matches, id)).unwrap_or(asked);
    let is_typed = |id: &str| typed(&of(id), id);
    #[cfg(feature = "http")]
    let health = || -> Option<Result<Place>> {
        let typed = of("health").get_one::<std::net::SocketAddr>("health").copied();
        let address = typed.or(program.address)?;
        Some(network("--health", address))
    };
    #[cfg(feature = "http")]
    let http = || -> Option<Result<Place>> {
        match of("http").get_one::<Transport>("http")? {
            Transport::Http(address) => Some(network("--http", *address)),
            _ => Some(Err(Error::Usage(
                "where the sockets of systemd are is not known here: give the server a side port \
                 with `--health 127.0.0.1:9090`, and ask there"
                    .to_owned(),
            ))),
        }
    };
    #[cfg(all(unix, feature = "http"))]
    let unix = || of("unix").get_one::<PathBuf>("unix").cloned().map(Place::Socket).map(Ok);
    let beat = || {
        let file = of("heartbeat").get_one::<PathBuf>("heartbeat").cloned();
        file.or_else(|| program.heartbeat.clone()).map(Place::File).map(Ok)
    };
    let ways: [(&str, Way<'_>); _] = [
        #[cfg(feature = "http")]
        ("health", &health),
        #[cfg(feature = "http")]
        ("http", &http),
        #[cfg(all(unix, feature = "http"))]
        ("unix", &unix),
        ("heartbeat", &beat),
    ];
    let named = ways.iter().filter(|(id, _)| is_typed(id));
    let place = named.chain(&ways).find_map(|(_, way)| way());
    place.unwrap_or_else(|| {
        Err(Error::Usage(
            "nothing says where to ask: name what the server was started with, such as \
             `healthcheck --http 127.0.0.1:8080`, or set MCP_HEALTH, MCP_HTTP, MCP_UNIX or \
             MCP_HEARTBEAT for both"
                .to_owned(),
        ))
    })
}

/// A server that listens on every address is asked on this machine's.
#[cfg(feature = "http")]
fn network(option: &'static str, mut address: std::net::SocketAddr) -> Result<Place> {
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

    if address.port() == 0 {
        return Err(Error::Usage(format!(
            "`{option} {address}` is whatever port was free: choose one, or name the one that the \
             server printed"
        )));
    }
    if address.ip().is_unspecified() {
        address.set_ip(match address.ip() {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    Ok(Place::Network(option, address))
}

#[cfg(test)]
mod tests;
