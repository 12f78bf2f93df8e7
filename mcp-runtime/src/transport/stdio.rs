//! The process's own standard streams.

use std::fs::File;
use std::io;
use std::pin::Pin;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};

use super::{Stop, stream};
use crate::dispatch::App;

/// Whether reading stdin occupies a thread that nothing can interrupt, as it
/// does for a terminal.
pub(crate) fn input_blocks() -> bool {
    std::io::IsTerminal::is_terminal(&io::stdin())
}

type Input = Pin<Box<dyn AsyncRead + Send>>;
type Output = Pin<Box<dyn AsyncWrite + Send>>;

/// Serves stdin and stdout until stdin ends or the server stops.
pub(crate) async fn serve(app: Arc<App>, stop: Stop) -> io::Result<()> {
    let (input, output) = claim()?;
    stream::serve(app, input, output, stop).await
}

/// Takes the protocol's streams away from the rest of the process.
///
/// Afterwards fd 1 is stderr and fd 0 is empty: a stray `println!`, or a
/// child process that inherits the descriptors, can neither corrupt the
/// protocol nor swallow a message.
#[cfg(unix)]
fn claim() -> io::Result<(Input, Output)> {
    use std::os::fd::AsFd as _;

    let input = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let output = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    rustix::stdio::dup2_stdin(File::open("/dev/null")?)?;
    rustix::stdio::dup2_stdout(io::stderr().as_fd())?;
    let output = unix::output(output)?;
    Ok((unix::input(input)?, output))
}

#[cfg(not(unix))]
fn claim() -> io::Result<(Input, Output)> {
    Ok((Box::pin(tokio::io::stdin()), Box::pin(tokio::io::stdout())))
}

/// Hosts connect pipes or sockets, which the reactor can wait for; anything
/// else (a terminal, a file) is read on a blocking thread.
#[cfg(unix)]
mod unix {
    use std::fs::File;
    use std::io;
    use std::os::fd::OwnedFd;
    use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};

    use tokio::net::UnixStream;
    use tokio::net::unix::pipe;

    use super::{Input, Output};

    pub(super) fn input(file: File) -> io::Result<Input> {
        let kind = file.metadata()?.file_type();
        if kind.is_fifo() {
            return Ok(Box::pin(pipe::Receiver::from_file(file)?));
        }
        if kind.is_socket() {
            return Ok(Box::pin(socket(file)?));
        }
        Ok(Box::pin(tokio::fs::File::from_std(file)))
    }

    pub(super) fn output(file: File) -> io::Result<Output> {
        let metadata = file.metadata()?;
        // Waiting without blocking is a property of the open file, not of
        // the descriptor. Where stderr is the same one (`2>&1`), turning it
        // on would make `eprintln!` panic when the pipe is full.
        let stderr = File::from(std::os::fd::AsFd::as_fd(&io::stderr()).try_clone_to_owned()?);
        let shared = stderr
            .metadata()
            .is_ok_and(|other| (other.dev(), other.ino()) == (metadata.dev(), metadata.ino()));
        if !shared && metadata.file_type().is_fifo() {
            return Ok(Box::pin(pipe::Sender::from_file(file)?));
        }
        if !shared && metadata.file_type().is_socket() {
            return Ok(Box::pin(socket(file)?));
        }
        Ok(Box::pin(tokio::fs::File::from_std(file)))
    }

    fn socket(file: File) -> io::Result<UnixStream> {
        let socket = std::os::unix::net::UnixStream::from(OwnedFd::from(file));
        socket.set_nonblocking(true)?;
        UnixStream::from_std(socket)
    }
}
