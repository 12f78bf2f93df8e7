//! The process's own standard streams.

use std::fs::File;
use std::io;
use std::pin::Pin;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};

use super::Stop;
use super::stream::{self, Identity};
use crate::dispatch::App;

/// Whether reading stdin occupies a thread that nothing can interrupt, as it
/// does for a terminal.
pub(crate) fn input_blocks() -> bool {
    std::io::IsTerminal::is_terminal(&io::stdin())
}

type Input = Pin<Box<dyn AsyncRead + Send>>;
type Output = Pin<Box<dyn AsyncWrite + Send>>;

struct Streams {
    input: Input,
    output: Output,
    /// Completes once nobody can read the output any more, where the system
    /// tells.
    hung_up: Pin<Box<dyn Future<Output = ()> + Send>>,
}

/// Serves stdin and stdout until stdin ends or the server stops. `at_end` is
/// called when stdin has ended, before what is left is answered.
pub(crate) async fn serve(
    app: Arc<App>,
    identity: Identity,
    stop: Stop,
    at_end: impl FnOnce() + Send,
) -> io::Result<()> {
    let Streams { input, output, hung_up } = claim()?;
    stream::serve(app, identity, input, output, hung_up, stop, at_end).await
}

/// Takes the protocol's streams away from the rest of the process.
///
/// Afterwards fd 1 is stderr and fd 0 is empty: a stray `println!`, or a
/// child process that inherits the descriptors, can neither corrupt the
/// protocol nor swallow a message.
#[cfg(unix)]
fn claim() -> io::Result<Streams> {
    use std::os::fd::AsFd as _;

    let input = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let output = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    rustix::stdio::dup2_stdin(File::open("/dev/null")?)?;
    rustix::stdio::dup2_stdout(io::stderr().as_fd())?;
    let hung_up = Box::pin(unix::hung_up(output.try_clone()?));
    let output = unix::output(output)?;
    Ok(Streams { input: unix::input(input)?, output, hung_up })
}

#[cfg(not(unix))]
fn claim() -> io::Result<Streams> {
    Ok(Streams {
        input: Box::pin(tokio::io::stdin()),
        output: Box::pin(tokio::io::stdout()),
        hung_up: Box::pin(std::future::pending()),
    })
}

/// Hosts connect pipes or sockets, which the reactor can wait for; anything
/// else (a terminal, a file) is read on a blocking thread.
#[cfg(unix)]
mod unix {
    use std::fs::File;
    use std::io;
    use std::os::fd::OwnedFd;
    use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};

    use tokio::io::Interest;
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
        let (kind, shared) = (file.metadata()?.file_type(), is_stderr(&file)?);
        #[cfg(feature = "log")]
        if shared && (kind.is_fifo() || kind.is_socket()) {
            // A long answer is written in pieces, and lines of the log would
            // come in between.
            crate::log::mute();
        }
        if !shared && kind.is_fifo() {
            return Ok(Box::pin(pipe::Sender::from_file(file)?));
        }
        if !shared && kind.is_socket() {
            return Ok(Box::pin(socket(file)?));
        }
        Ok(Box::pin(tokio::fs::File::from_std(file)))
    }

    /// Whether stderr is the same open file.
    ///
    /// Waiting without blocking is a property of the open file, not of the
    /// descriptor: where stderr is the same one (`2>&1`), turning it on would
    /// make `eprintln!` panic when the pipe is full.
    fn is_stderr(file: &File) -> io::Result<bool> {
        let metadata = file.metadata()?;
        let stderr = File::from(std::os::fd::AsFd::as_fd(&io::stderr()).try_clone_to_owned()?);
        Ok(stderr
            .metadata()
            .is_ok_and(|other| (other.dev(), other.ino()) == (metadata.dev(), metadata.ino())))
    }

    /// Waits until the other end of the stream is closed; for ever where it
    /// has none, like a file, or that cannot be told.
    pub(super) async fn hung_up(file: File) {
        if let Err(error) = closed(file).await {
            tracing::debug!(%error, "cannot watch the output for its reader");
            std::future::pending::<()>().await;
        }
    }

    /// Asks through a descriptor of its own, because whether a reader is left
    /// cannot be asked of an `AsyncWrite`.
    async fn closed(file: File) -> io::Result<()> {
        let kind = file.metadata()?.file_type();
        if kind.is_fifo() {
            // Nothing is written through it, so it may as well be blocking.
            pipe::Sender::from_file_unchecked(file)?.ready(Interest::ERROR).await?;
            return Ok(());
        }
        if !kind.is_socket() || is_stderr(&file)? {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let socket = socket(file)?;
        while !socket.ready(Interest::WRITABLE).await?.is_write_closed() {
            // Being writable is no news; wait for the next change.
            let unready = || Err::<(), _>(io::ErrorKind::WouldBlock.into());
            let _ = socket.try_io(Interest::WRITABLE, unready);
        }
        Ok(())
    }

    fn socket(file: File) -> io::Result<UnixStream> {
        let socket = std::os::unix::net::UnixStream::from(OwnedFd::from(file));
        socket.set_nonblocking(true)?;
        UnixStream::from_std(socket)
    }
}
