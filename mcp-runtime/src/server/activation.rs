//! Sockets that a supervisor opened before it started the process.

use std::env;
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::io::{FdFlags, fcntl_setfd};
use rustix::net::{AddressFamily, SocketType, sockopt};
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
    /// The variables stay in the environment: to remove them would not be safe
    /// while other threads read it. Children see by `LISTEN_PID` that they do
    /// not mean them, and the sockets are closed for them.
    ///
    /// # Errors
    /// Where no socket was passed to this process, one is of another kind, they
    /// were taken before, or an address is not on loopback and nothing
    /// authenticates callers.
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
        self.bind_activated().await?.announce(reloading).await
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

/// They belong to whoever takes them first.
static TAKEN: AtomicBool = AtomicBool::new(false);

fn take(problems: &mut Problems) -> Vec<(Socket, Place)> {
    if TAKEN.swap(true, Ordering::Relaxed) {
        problems.add("the sockets of LISTEN_FDS were taken before: call `bind_activated` once");
        return Vec::new();
    }
    let passed = sd_listen_fds::get().unwrap_or_else(|error| {
        problems.add(format!("LISTEN_FDS: {error}"));
        Vec::new()
    });
    let sockets = passed.into_iter().enumerate().filter_map(|(at, (_, socket))| {
        take_one(socket.into_std())
            .map_err(|error| problems.add(format!("socket {at} of LISTEN_FDS: {error}")))
            .ok()
    });
    sockets.collect()
}

fn take_one(socket: OwnedFd) -> Result<(Socket, Place)> {
    let family = listening(&socket).map_err(|source| Error::Io {
        context: "neither a TCP socket nor a Unix socket (ListenStream=) that listens",
        source: source.into(),
    });
    let family = match family {
        Ok(family) => family,
        Err(error) => {
            // Nobody passed it: it may be somebody else's, who closes it.
            std::mem::forget(socket);
            return Err(error);
        }
    };
    let failed = |source| Error::Io { context: "cannot listen on it", source };
    fcntl_setfd(&socket, FdFlags::CLOEXEC).map_err(|error| failed(error.into()))?;
    if family == AddressFamily::UNIX {
        let socket = std::os::unix::net::UnixListener::from(socket);
        socket.set_nonblocking(true).map_err(failed)?;
        let socket = UnixListener::from_std(socket).map_err(failed)?;
        let address = socket.local_addr().map_err(failed)?;
        let path = address.as_pathname().map_or_else(Default::default, ToOwned::to_owned);
        return Ok((Socket::Unix(socket), Place::File(path)));
    }
    let socket = std::net::TcpListener::from(socket);
    socket.set_nonblocking(true).map_err(failed)?;
    let socket = TcpListener::from_std(socket).map_err(failed)?;
    let place = Place::Network(socket.local_addr().map_err(failed)?);
    Ok((Socket::Tcp(socket), place))
}

/// The family of a socket that listens for connections.
fn listening(socket: &OwnedFd) -> rustix::io::Result<AddressFamily> {
    let family = sockopt::socket_domain(socket)?;
    let known = [AddressFamily::INET, AddressFamily::INET6, AddressFamily::UNIX].contains(&family);
    let stream = sockopt::socket_type(socket)? == SocketType::STREAM;
    if known && stream && sockopt::socket_acceptconn(socket)? {
        Ok(family)
    } else {
        Err(rustix::io::Errno::INVAL)
    }
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
