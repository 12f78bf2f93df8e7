//! Unix domain sockets.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use mcp_runtime::UnixSocket;
use mcp_runtime::prelude::*;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixStream;
use tokio::sync::oneshot;

use crate::support::Request;
use crate::tools::Gate;

/// A directory for one test, removed at its end.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("mcp-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn socket(&self) -> PathBuf {
        self.0.join("s.sock")
    }

    fn names(&self) -> Vec<String> {
        let files = std::fs::read_dir(&self.0).unwrap();
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn server() -> mcp_runtime::ServerBuilder {
    server!().state(Arc::<Gate>::default()).signing_key([7; 32])
}

fn refusal(bound: mcp_runtime::Result<mcp_runtime::BoundServer>) -> String {
    bound.err().expect("a refusal").to_string()
}

async fn status(path: &Path, request: &Request) -> String {
    let mut stream = UnixStream::connect(path).await.expect("somebody listens");
    let request = request.clone().header("Connection", "close");
    stream.write_all(&request.to_bytes("/mcp")).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer.get(9..12).unwrap_or_default().to_owned()
}

fn mode(path: &Path) -> u32 {
    std::fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn a_socket_serves_any_host_and_is_gone_at_the_end() {
    let directory = Directory::new("serves");
    let path = directory.socket();
    let bound = server().build().unwrap().bind_unix(&path).await.unwrap();
    assert_eq!(bound.url(), format!("http://unix:{}:/mcp", path.display()));
    assert_eq!(bound.local_addr(), None);
    assert_eq!(mode(&path), 0o600);
    assert_eq!(directory.names(), ["s.sock"], "nothing else is left behind");
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(bound.serve_until(async {
        let _ = stopped.await;
    }));
    let discover = Request::modern("server/discover", json!({})).header("Host", "any.example");
    assert_eq!(status(&path, &discover).await, "200");
    drop(stop);
    serving.await.unwrap().unwrap();
    assert_eq!(directory.names(), [""; 0]);
}

#[tokio::test]
async fn a_stale_socket_is_replaced_and_a_live_one_is_not() {
    let directory = Directory::new("stale");
    let path = directory.socket();
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    let socket = UnixSocket::at(&path).mode(0o660);
    let first = server().build().unwrap().bind_unix(socket).await.unwrap();
    assert_eq!(mode(&path), 0o660);
    let refused = refusal(server().build().unwrap().bind_unix(&path).await);
    assert!(refused.contains("another process listens"), "{refused}");
    // Another server took the place by force: its file stays.
    std::fs::remove_file(&path).unwrap();
    let second = server().build().unwrap().bind_unix(&path).await.unwrap();
    drop(first);
    assert_eq!(directory.names(), ["s.sock"]);
    drop(second);
    assert_eq!(directory.names(), [""; 0]);
}

#[tokio::test]
async fn a_mode_that_is_none_is_refused_before_there_is_a_file() {
    let directory = Directory::new("mode");
    let path = directory.socket();
    // Decimal by mistake, and more than permissions.
    for mode in [660, 0o1600] {
        let socket = UnixSocket::at(&path).mode(mode);
        let refused = refusal(server().build().unwrap().bind_unix(socket).await);
        assert!(refused.contains("from 0 to 0o777"), "{refused}");
    }
    assert_eq!(directory.names(), [""; 0]);
}

#[tokio::test]
async fn a_file_of_another_kind_is_left_alone() {
    let directory = Directory::new("kind");
    let path = directory.socket();
    std::fs::write(&path, "precious").unwrap();
    let refused = refusal(server().build().unwrap().bind_unix(&path).await);
    assert!(refused.contains("of another kind") && refused.contains("s.sock"), "{refused}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "precious");
}

#[tokio::test]
async fn a_proxy_on_the_socket_is_believed_where_the_operator_says_so() {
    for (trusted, second) in [(false, "429"), (true, "200")] {
        let directory = Directory::new(if trusted { "trusted" } else { "untrusted" });
        let path = directory.socket();
        let server = server().flood_limit("1/10s");
        let server = if trusted { server.trust_unix_socket_peers() } else { server };
        let bound = server.build().unwrap().bind_unix(&path).await.unwrap();
        let serving = tokio::spawn(bound.serve_until(std::future::pending()));
        for (client, wanted) in [("203.0.113.1", "200"), ("203.0.113.2", second)] {
            let request =
                Request::modern("tools/list", json!({})).header("X-Forwarded-For", client);
            assert_eq!(status(&path, &request).await, wanted, "{client}, trusted: {trusted}");
        }
        serving.abort();
    }
}
