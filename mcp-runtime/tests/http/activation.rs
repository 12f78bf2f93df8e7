//! Sockets from systemd, which this test plays: it starts itself once more
//! with a socket where systemd would have put it.

use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use mcp_runtime::prelude::*;
use serde_json::json;

use crate::support::{Connection, Request};
use crate::tools::Gate;

/// Says what the started process is to do; without it that test does nothing.
const MARK: &str = "MCP_TEST_ACTIVATED";

/// Runs `activated` with a socket as descriptor 3.
fn start(socket: OwnedFd, environment: &str) -> Child {
    run("exec 3<&0 </dev/null", socket, Stdio::null(), environment)
}

/// Runs `activated` with two sockets.
fn start_with_both(sockets: [OwnedFd; 2], environment: &str) -> Child {
    let [first, second] = sockets;
    run("exec 3<&0 4<&1 </dev/null >/dev/null", first, second.into(), environment)
}

fn run(arranged: &str, socket: OwnedFd, stdout: Stdio, environment: &str) -> Child {
    let script = format!("{arranged}; {environment} exec \"$0\" --exact activation::activated");
    let program = std::env::current_exe().unwrap();
    Command::new("/bin/sh")
        .args(["-c".as_ref(), script.as_ref(), program.as_os_str()])
        .env(MARK, "1")
        .stdin(Stdio::from(socket))
        .stdout(stdout)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The started process: a server, or the reason why there is none, on stderr.
#[test]
fn activated() {
    if std::env::var_os(MARK).is_none() {
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let per_peer = std::env::var("PER_PEER").map_or(100, |text| text.parse().unwrap());
    let server = || {
        let server = server!().state(Arc::<Gate>::default());
        server.max_connections_per_peer(per_peer).build().unwrap()
    };
    let variables = || ["LISTEN_FDS", "LISTEN_PID"].map(std::env::var_os);
    let before = variables();
    let outcome = runtime.block_on(async {
        if std::env::var_os("TWICE").is_some() {
            let _first = server().bind_activated().await.unwrap();
        }
        server().serve_activated().await
    });
    assert_eq!(variables(), before, "the environment is as it was");
    if let Err(error) = outcome {
        use std::io::Write as _;
        // Not captured, unlike what `eprintln!` writes.
        let _ = writeln!(std::io::stderr(), "{error}");
        std::process::exit(1);
    }
    std::process::exit(0);
}

fn refusal(socket: OwnedFd, environment: &str) -> String {
    let ended = start(socket, environment).wait_with_output().unwrap();
    assert!(!ended.status.success());
    String::from_utf8(ended.stderr).unwrap()
}

#[tokio::test]
async fn a_socket_that_was_passed_is_served() {
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    let mut process = start(socket.into(), "LISTEN_FDS=1 LISTEN_PID=$$");
    // The socket listens already: the client waits for the server.
    let mut connection = Connection::open(address).await;
    connection.send(&Request::modern("server/discover", json!({}))).await;
    let answer = connection.response().await;
    process.kill().unwrap();
    process.wait().unwrap();
    assert_eq!(answer.status, 200);
}

/// An address has no more connections where it finds more sockets.
#[tokio::test]
async fn bounds_hold_for_all_sockets_together() {
    let sockets = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    let [first, second] = [&sockets[0], &sockets[1]].map(|it| it.local_addr().unwrap());
    let sockets = sockets.map(OwnedFd::from);
    let _process = Killed(start_with_both(sockets, "LISTEN_FDS=2 LISTEN_PID=$$ PER_PEER=1"));
    let discover = Request::modern("server/discover", json!({}));
    let mut held = Connection::open(first).await;
    held.send(&discover).await;
    assert_eq!(held.response().await.status, 200);
    Connection::open(second).await.closes().await;
    let mut other = Connection::open_from("127.0.0.2", second).await;
    other.send(&discover).await;
    assert_eq!(other.response().await.status, 200);
}

/// A process that does not outlive its test.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn what_is_wrong_is_said() {
    let tcp = || TcpListener::bind("127.0.0.1:0").unwrap().into();
    let network = || TcpListener::bind("0.0.0.0:0").unwrap().into();
    let connected = || std::os::unix::net::UnixStream::pair().unwrap().0.into();
    let datagrams = || std::net::UdpSocket::bind("127.0.0.1:0").unwrap().into();
    for (socket, environment, part) in [
        (tcp(), "LISTEN_FDS=1 LISTEN_PID=1", "for another process"),
        (tcp(), "", "LISTEN_FDS is not set"),
        (network(), "LISTEN_FDS=1 LISTEN_PID=$$", "dangerously_allow_anyone_on_the_network"),
        (datagrams(), "LISTEN_FDS=1 LISTEN_PID=$$", "neither a TCP socket nor a Unix socket"),
        (connected(), "LISTEN_FDS=1 LISTEN_PID=$$", "neither a TCP socket nor a Unix socket"),
        (tcp(), "LISTEN_FDS=1 LISTEN_PID=$$ TWICE=1", "were taken before"),
        (tcp(), "LISTEN_FDS=99 LISTEN_PID=$$", "socket 98 of LISTEN_FDS"),
    ] {
        let said = refusal(socket, environment);
        assert!(said.contains(part), "{part:?} is missing: {said}");
    }
}
