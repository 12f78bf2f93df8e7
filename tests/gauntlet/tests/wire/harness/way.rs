use std::path::{Path, PathBuf};

use super::{Process, Scratch, Setup};

/// A way by which HTTP reaches the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Http1,
    /// In the clear, by prior knowledge.
    Http2,
    /// HTTP/1.1 in TLS.
    Https1,
    /// HTTP/2 in TLS.
    Https2,
    /// A Unix socket.
    Unix,
    /// A part of an application of the user's.
    Nested,
}

/// Where the server is.
pub(super) struct Place {
    /// What clients know the endpoint by.
    pub(super) endpoint: String,
    /// The file, where it is one.
    pub(super) socket: Option<(PathBuf, Scratch)>,
}

impl Way {
    pub(crate) const ALL: [Self; 6] =
        [Self::Http1, Self::Http2, Self::Https1, Self::Https2, Self::Unix, Self::Nested];

    pub(super) fn is_http2(self) -> bool {
        matches!(self, Self::Http2 | Self::Https2)
    }

    pub(super) fn is_tls(self) -> bool {
        matches!(self, Self::Https1 | Self::Https2)
    }

    /// Starts a server that is reached so.
    pub(super) fn start(self, setup: &Setup) -> (Process, Place) {
        if self == Self::Unix {
            return unix(setup);
        }
        let setup = setup.clone();
        let setup = match self {
            Self::Nested => setup.argument("--nested").argument("/tools"),
            _ => setup.argument("--http").argument("127.0.0.1:0"),
        };
        let setup = if self.is_tls() {
            setup.argument("--tls").argument(pem("first.pem")).argument(pem("first-key.pem"))
        } else {
            setup
        };
        let process = Process::start(&setup);
        let endpoint = process.stderr_after("listening on ");
        (process, Place { endpoint, socket: None })
    }
}

/// Nobody knows a file as a URL: that it has one has to be said.
fn unix(setup: &Setup) -> (Process, Place) {
    let (scratch, endpoint) = (Scratch::new(), "http://gauntlet.example/mcp");
    let path = scratch.file("s.sock");
    let setup = setup.clone().argument("--unix").argument(&path);
    let process = Process::start(&setup.argument("--public-url").argument(endpoint));
    process.stderr_after("listening on http://unix:");
    (process, Place { endpoint: endpoint.to_owned(), socket: Some((path, scratch)) })
}

/// A certificate for `localhost` that signed itself, or its key.
pub(super) fn pem(name: &str) -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../mcp-runtime/tests");
    tests.join("http/tls").join(name)
}
