#[cfg(all(unix, feature = "http"))]
use std::path::PathBuf;

/// How clients reach the server.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Transport {
    Stdio,
    #[cfg(feature = "http")]
    Http(std::net::SocketAddr),
    /// HTTP on a Unix socket at this path.
    #[cfg(all(unix, feature = "http"))]
    Unix(PathBuf),
    /// HTTP on the sockets that systemd opened.
    #[cfg(all(target_os = "linux", feature = "systemd"))]
    Activated,
}
