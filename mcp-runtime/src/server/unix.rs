//! Unix domain sockets: who may connect is a matter of file permissions.

use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::os::unix::fs::{
    DirBuilderExt as _, FileTypeExt as _, MetadataExt as _, PermissionsExt as _,
};
use std::path::{Path, PathBuf};

use tokio::net::{UnixListener, UnixStream};

use super::bound::Place;
use super::{BoundServer, Server};
use crate::error::{Error, Problems, Result};
use crate::transport::http::Socket;

/// Where a Unix socket is, and who may connect to it.
#[derive(Debug, Clone)]
pub struct UnixSocket {
    path: PathBuf,
    mode: u32,
}

impl UnixSocket {
    /// At this path. Default mode: `0o600`, so that only this user's
    /// processes connect.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), mode: 0o600 }
    }

    /// The permissions of the file. Whoever may write to it can connect:
    /// `0o660` opens it to the group, such as that of a web server in front.
    /// From `0` to `0o777`; the server does not start with another.
    #[must_use]
    pub fn mode(mut self, mode: u32) -> Self {
        self.mode = mode;
        self
    }
}

impl<P: Into<PathBuf>> From<P> for UnixSocket {
    fn from(path: P) -> Self {
        Self::at(path)
    }
}

impl Server {
    /// Opens a Unix domain socket for Streamable HTTP.
    ///
    /// Nobody but those whom the file's mode lets in can connect at any
    /// moment. A socket that nobody listens on any more is replaced, and the
    /// file is removed at the end if it is still this server's. Any `Host` is
    /// served unless `.allowed_hosts(..)` lists names: no web page reaches a
    /// file. Limits tell callers apart by their user ids.
    ///
    /// ```no_run
    /// use mcp_runtime::prelude::*;
    /// use mcp_runtime::UnixSocket;
    ///
    /// # async fn serve() -> mcp_runtime::Result<()> {
    /// let socket = UnixSocket::at("/run/notes/mcp.sock").mode(0o660);
    /// server!().build()?.bind_unix(socket).await?.serve().await
    /// # }
    /// ```
    ///
    /// # Errors
    /// Where another process listens there, the path is a file of another
    /// kind, the mode is none, or the socket cannot be made.
    pub async fn bind_unix(self, socket: impl Into<UnixSocket>) -> Result<BoundServer> {
        let socket: UnixSocket = socket.into();
        let mut problems = Problems::default();
        if socket.mode > 0o777 {
            problems.add(format!(
                "`UnixSocket::mode({:#o})` must be from 0 to 0o777, in octal: `0o660`",
                socket.mode
            ));
        }
        problems.finish()?;
        let bound = open(&socket).await;
        let (listener, file) = bound
            .map_err(|source| Error::Bind { address: socket.path.display().to_string(), source })?;
        let mut bound = self.bound(vec![(Socket::Unix(listener), Place::File(socket.path))])?;
        bound.file = Some(file);
        Ok(bound)
    }

    /// [`bind_unix`](Self::bind_unix), then serves until SIGTERM or Ctrl-C.
    ///
    /// # Errors
    /// As [`bind_unix`](Self::bind_unix).
    pub async fn serve_unix(self, socket: impl Into<UnixSocket>) -> Result<()> {
        let reloading = self.reloading();
        self.bind_unix(socket).await?.announce(reloading).await
    }
}

/// The file of a socket, removed with the server if it is still its own.
pub(super) struct SocketFile {
    path: PathBuf,
    identity: (u64, u64),
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        if fs::symlink_metadata(&self.path).is_ok_and(|file| identity(&file) == self.identity) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn identity(file: &fs::Metadata) -> (u64, u64) {
    (file.dev(), file.ino())
}

/// Binds in a directory that nobody else can enter, and renames: the file has
/// its mode from the moment others can see it, and replaces a stale one at once.
async fn open(socket: &UnixSocket) -> io::Result<(UnixListener, SocketFile)> {
    if is_taken(&socket.path).await? {
        return Err(io::Error::new(
            io::ErrorKind::AddrInUse,
            "another process listens on this socket",
        ));
    }
    let mut random = [0; 4];
    getrandom::fill(&mut random).map_err(io::Error::other)?;
    // Short: the kernel takes no more than 107 bytes.
    let private = socket.path.with_file_name(format!(".{:08x}", u32::from_ne_bytes(random)));
    DirBuilder::new().mode(0o700).create(&private)?;
    let made = make(&private.join("s"), socket);
    let _ = fs::remove_dir_all(&private);
    made
}

fn make(bound: &Path, socket: &UnixSocket) -> io::Result<(UnixListener, SocketFile)> {
    let listener = UnixListener::bind(bound)?;
    fs::set_permissions(bound, Permissions::from_mode(socket.mode))?;
    let identity = identity(&fs::symlink_metadata(bound)?);
    fs::rename(bound, &socket.path)?;
    Ok((listener, SocketFile { path: socket.path.clone(), identity }))
}

/// Whether somebody listens there. What is no socket is nobody's to replace.
async fn is_taken(path: &Path) -> io::Result<bool> {
    let file = match fs::symlink_metadata(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    if !file.file_type().is_socket() {
        return Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            "there is a file of another kind: remove it, or choose another path",
        ));
    }
    match UnixStream::connect(path).await {
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        // Its queue is full: it lives.
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(true),
        Err(error) => Err(error),
        Ok(_) => Ok(true),
    }
}
