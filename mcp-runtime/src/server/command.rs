use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::keys::KeysCommand;
use crate::error::{Error, Result};

/// What the command line asks for.
#[derive(Debug, PartialEq)]
pub(super) enum Command {
    Serve(Transport, Files),
    /// Shows what is in force and where it comes from.
    Policy {
        json: bool,
        files: Files,
    },
    /// Makes or hashes an API key.
    Keys(Box<KeysCommand>),
    Help {
        program: String,
    },
    Version,
}

/// How clients reach the server.
#[derive(Debug, PartialEq)]
pub(super) enum Transport {
    Stdio,
    #[cfg(feature = "http")]
    Http(std::net::SocketAddr),
    /// HTTP on a Unix socket at this path.
    #[cfg(all(unix, feature = "http"))]
    Unix(PathBuf),
    /// HTTP on the sockets that systemd opened.
    #[cfg(all(unix, feature = "systemd"))]
    Activated,
}

/// Files that an operator names.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Files {
    pub(super) policy: Option<PathBuf>,
    pub(super) ledger: Option<PathBuf>,
}

impl Command {
    pub(super) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Self> {
        let mut args = args.into_iter().peekable();
        let program = args
            .next()
            .and_then(|path| Some(Path::new(&path).file_name()?.to_str()?.to_owned()))
            .unwrap_or_else(|| "server".to_owned());
        if args.next_if(|arg| arg == "keys").is_some() {
            let keys = KeysCommand::parse(&program, args)?;
            return Ok(keys.map_or(Self::Help { program }, |keys| Self::Keys(Box::new(keys))));
        }
        let mut transport = Transport::Stdio;
        let mut files = Files::default();
        let mut shows_policy = false;
        let mut json = false;
        while let Some(arg) = args.next() {
            let arg = arg.to_string_lossy().into_owned();
            let (flag, inline) = match arg.split_once('=') {
                Some((flag, value)) => (flag.to_owned(), Some(OsString::from(value))),
                None => (arg, None),
            };
            match flag.as_str() {
                "-h" | "--help" => return Ok(Self::Help { program }),
                "-V" | "--version" => return Ok(Self::Version),
                "policy" => shows_policy = true,
                "--json" => json = true,
                "--policy" => {
                    files.policy = Some(file("--policy", inline.or_else(|| args.next()))?);
                }
                "--ledger" => {
                    files.ledger = Some(file("--ledger", inline.or_else(|| args.next()))?);
                }
                #[cfg(feature = "http")]
                "--http" => {
                    let value = inline.or_else(|| args.next()).map(OsString::into_string);
                    transport = listen(value.and_then(Result::ok).as_deref())?;
                }
                #[cfg(all(unix, feature = "http"))]
                "--unix" => {
                    let path = file("--unix", inline.or_else(|| args.next()))?;
                    transport = Transport::Unix(path);
                }
                other => {
                    return Err(Error::Usage(format!(
                        "unknown argument `{other}`; try `{program} --help`"
                    )));
                }
            }
        }
        if shows_policy {
            return Ok(Self::Policy { json, files });
        }
        if json {
            return Err(Error::Usage(format!("`--json` is for `{program} policy`")));
        }
        Ok(Self::Serve(transport, files))
    }
}

fn file(flag: &str, value: Option<OsString>) -> Result<PathBuf> {
    value
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
        .ok_or_else(|| Error::Usage(format!("`{flag}` needs the path of a file")))
}

#[cfg(feature = "http")]
fn listen(value: Option<&str>) -> Result<Transport> {
    match value {
        #[cfg(all(unix, feature = "systemd"))]
        Some("systemd") => Ok(Transport::Activated),
        #[cfg(not(all(unix, feature = "systemd")))]
        Some("systemd") => Err(Error::Usage(
            "this program takes no sockets of systemd: build it with the feature `systemd` of \
             mcp-runtime"
                .to_owned(),
        )),
        value => address(value).map(Transport::Http),
    }
}

#[cfg(feature = "http")]
fn address(value: Option<&str>) -> Result<std::net::SocketAddr> {
    let usage = |text: &str| {
        Error::Usage(format!("{text}; write `--http 127.0.0.1:8080` (port 0 takes a free one)"))
    };
    let value = value.ok_or_else(|| usage("`--http` needs an address"))?;
    let value = value.replace("localhost:", "127.0.0.1:");
    value.parse().map_err(|_| usage(&format!("`{value}` is not an address")))
}

pub(super) fn help(name: &str, version: &str, program: &str) -> String {
    let http = if cfg!(feature = "http") {
        "\n      --http <ADDR>    Serve Streamable HTTP, such as 127.0.0.1:8080 (port 0: a free one), \
         or systemd\n      --unix <PATH>    Serve Streamable HTTP on a Unix socket, for this user alone"
    } else {
        ""
    };
    format!(
        "{name} {version}, an MCP server\n\n\
         Usage: {program} [OPTIONS]\n       {program} policy [--json] [OPTIONS]\n       \
         {program} keys mint --name <NAME> [--scope <SCOPE>]... [--expires <WHEN>] [--rate <RATE>]\n       \
         {program} keys hash\n\n\
         Without options it serves stdin and stdout. `policy` prints the guards in force and where\n\
         each value comes from. `keys mint` prints a new API key and the record that the server\n\
         keeps of it; it ends after a time (90d), on a day (2027-01-31) or never, and has a rate\n\
         (60/min) or none. `keys hash` prints the digest of a key that it reads from stdin.\n\n\
         Options:{http}\n      \
         --policy <FILE>  Read what overrides the guards from this file; again at SIGHUP\n      \
         --ledger <FILE>  Append one line a call to this file, and restore budgets from it\n  \
         -h, --help         Print this help\n  \
         -V, --version      Print the version\n\n\
         Environment:\n  \
         RUST_LOG           What is logged to stderr, such as info or mcp_runtime=debug\n  \
         MCP_POLICY         The policy file, unless --policy names one\n  \
         MCP_ACCESS_TOKEN   What the caller on stdio shows: an API key or an access token\n  \
         MCP_SIGNING_KEY    Secret of at least 32 bytes for sessions of older HTTP clients"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Result<Command> {
        Command::parse(std::iter::once("bin/notes").chain(args.iter().copied()).map(OsString::from))
    }

    #[test]
    fn no_arguments_mean_stdio() {
        assert_eq!(parse(&[]).unwrap(), Command::Serve(Transport::Stdio, Files::default()));
    }

    #[cfg(feature = "http")]
    #[test]
    fn http_takes_an_address_in_either_form() {
        let wanted =
            Command::Serve(Transport::Http("127.0.0.1:0".parse().unwrap()), Files::default());
        assert_eq!(parse(&["--http", "127.0.0.1:0"]).unwrap(), wanted);
        assert_eq!(parse(&["--http=localhost:0"]).unwrap(), wanted);
        #[cfg(unix)]
        assert_eq!(
            parse(&["--unix", "/run/mcp.sock"]).unwrap(),
            Command::Serve(Transport::Unix("/run/mcp.sock".into()), Files::default())
        );
        assert_eq!(parse(&["--http", "systemd"]).is_ok(), cfg!(feature = "systemd"));
        for wrong in [&["--http"][..], &["--http", "8080"], &["--http="]] {
            let message = parse(wrong).unwrap_err().to_string();
            assert!(message.contains("127.0.0.1:8080"), "{message}");
        }
    }

    #[test]
    fn the_order_of_words_does_not_matter() {
        let files = Files { policy: Some("mcp.toml".into()), ledger: None };
        let wanted = Command::Policy { json: true, files };
        assert_eq!(parse(&["--json", "--policy", "mcp.toml", "policy"]).unwrap(), wanted);
        assert!(parse(&["--json"]).unwrap_err().to_string().contains("`notes policy`"));
        assert!(parse(&["--ledger"]).unwrap_err().to_string().contains("path of a file"));
    }

    #[test]
    fn an_unknown_argument_says_where_to_look() {
        assert_eq!(
            parse(&["--htpp"]).unwrap_err().to_string(),
            "unknown argument `--htpp`; try `notes --help`"
        );
    }
}
