//! Sockets that a supervisor opened before it started the process.

use std::env;

use listenfd::ListenFd;
use tokio::net::{TcpListener, UnixListener};

use super::bound::Place;
use super::{BoundServer, Server};
use crate::error::{Error, Problems, Result};
use crate::transport::http::Socket;

impl Server {
    /// Takes the listening sockets, TCP or Unix, that systemd passes to the
    /// service (`LISTEN_FDS`, `sd_listen_fds(3)`). A server can then use a
    /// privileged port without privileges, be started by its first client,
    /// and be restarted without refusing anybody.
    ///
    /// It takes the variables out of the environment, so call it once, and
    /// before other threads may read the environment.
    ///
    /// # Errors
    /// Where no socket was passed to this process, one is of another kind, or
    /// an address is not on loopback and nothing authenticates callers.
    #[expect(clippy::unused_async, reason = "like the others, it needs a tokio runtime")]
    pub async fn bind_activated(self) -> Result<BoundServer> {
        let mut problems = Problems::default();
        let sockets = passed(|name| env::var(name).ok(), std::process::id())
            .map_err(|problem| problems.add(problem))
            .map_or_else(|()| Vec::new(), |()| take(&mut problems));
        for (_, place) in &sockets {
            if let Place::Network(address) = place {
                self.refuse_strangers(*address, &mut problems);
            }
        }
        problems.finish()?;
        self.bound(sockets)
    }

    /// [`bind_activated`](Self::bind_activated), then serves until SIGTERM or
    /// Ctrl-C.
    ///
    /// # Errors
    /// As [`bind_activated`](Self::bind_activated).
    pub async fn serve_activated(self) -> Result<()> {
        let reloading = self.reloading();
        self.bind_activated().await?.announce(reloading).await;
        Ok(())
    }
}

/// Whether sockets were passed to this very process: the variables are
/// inherited by children, whom the descriptors mean nothing.
fn passed(variable: impl Fn(&str) -> Option<String>, process: u32) -> Result<(), String> {
    let Some(count) = variable("LISTEN_FDS") else {
        return Err("LISTEN_FDS is not set: no socket was passed; start the service by its \
                    systemd `.socket` unit"
            .to_owned());
    };
    if !count.parse::<u16>().is_ok_and(|count| count > 0) {
        return Err(format!("LISTEN_FDS is `{count}`, which is not a number of sockets"));
    }
    match variable("LISTEN_PID") {
        None => Err("LISTEN_PID is not set: it says whom the sockets are for".to_owned()),
        Some(other) if other.parse() != Ok(process) => Err(format!(
            "LISTEN_PID is {other} and this is process {process}: the sockets are for another \
             process, such as a shell around this one; start it with `exec`"
        )),
        Some(_) => Ok(()),
    }
}

fn take(problems: &mut Problems) -> Vec<(Socket, Place)> {
    let mut passed = ListenFd::from_env();
    let count = passed.len();
    (0..count)
        .filter_map(|at| {
            take_one(&mut passed, at)
                .map_err(|error| problems.add(format!("socket {at} of LISTEN_FDS: {error}")))
                .ok()
        })
        .collect()
}

fn take_one(passed: &mut ListenFd, at: usize) -> Result<(Socket, Place)> {
    let failed = |source| Error::Io { context: "cannot listen on it", source };
    if let Ok(Some(socket)) = passed.take_tcp_listener(at) {
        socket.set_nonblocking(true).map_err(failed)?;
        let socket = TcpListener::from_std(socket).map_err(failed)?;
        let place = Place::Network(socket.local_addr().map_err(failed)?);
        return Ok((Socket::Tcp(socket), place));
    }
    let socket = passed.take_unix_listener(at).map_err(|source| Error::Io {
        context: "neither a TCP socket nor a Unix socket (ListenStream=) that listens",
        source,
    })?;
    let closed = || failed(std::io::ErrorKind::NotFound.into());
    let socket = socket.ok_or_else(closed)?;
    socket.set_nonblocking(true).map_err(failed)?;
    let socket = UnixListener::from_std(socket).map_err(failed)?;
    let address = socket.local_addr().map_err(failed)?;
    let path = address.as_pathname().map_or_else(Default::default, ToOwned::to_owned);
    Ok((Socket::Unix(socket), Place::File(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_said() {
        let with = |count: Option<&str>, process: Option<&str>| {
            let variable =
                |name: &str| if name == "LISTEN_FDS" { count } else { process }.map(str::to_owned);
            passed(variable, 42)
        };
        assert_eq!(with(Some("2"), Some("42")), Ok(()));
        for (count, process, part) in [
            (None, Some("42"), "LISTEN_FDS is not set"),
            (Some("0"), Some("42"), "LISTEN_FDS is `0`"),
            (Some("x"), Some("42"), "LISTEN_FDS is `x`"),
            (Some("1"), None, "LISTEN_PID is not set"),
            (Some("1"), Some("41"), "process 42"),
        ] {
            let problem = with(count, process).unwrap_err();
            assert!(problem.contains(part), "{problem}");
        }
    }
}
