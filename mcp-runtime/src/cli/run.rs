use std::ffi::OsString;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime;

use super::{Job, Transport};
use crate::error::{Error, Result};
use crate::handler::Environment;
use crate::server::{Server, ServerBuilder};

/// How long threads that block may still take once the server has ended.
const GRACE: Duration = Duration::from_secs(2);

/// For whoever types its name and sees nothing happen.
const ALONE: &str = if cfg!(all(feature = "cli", feature = "http")) {
    "this serves MCP on stdin and stdout, for a client that starts it; `--http 127.0.0.1:8080` \
     serves HTTP, `--help` tells the rest"
} else if cfg!(feature = "cli") {
    "this serves MCP on stdin and stdout, for a client that starts it; `--help` tells the rest"
} else {
    "this serves MCP on stdin and stdout, for a client that starts it"
};

impl ServerBuilder {
    /// Builds the server and runs it as the command line asks.
    ///
    /// Without arguments it serves stdio; `--http ADDR` serves Streamable
    /// HTTP, where port 0 takes a free port and prints it on stderr, `--unix
    /// PATH` the same on a Unix socket and `--http systemd` on the sockets
    /// that systemd opened. `--help` tells the rest. Ends at
    /// the end of stdin, at SIGTERM or at Ctrl-C. Functions that still block
    /// a thread then get 2 s, after which the process exits without them: with
    /// 0 where the server ended well, else with 1. A command that has another
    /// code to tell than 0 ends the process with it (docs/command-line.md).
    ///
    /// # Errors
    /// Where the start-up check, the command line or the transport fails.
    // Boxed in a function that is not async: the code of the whole server is
    // then compiled once, in this crate, and not again in each program.
    pub fn run(self) -> Pin<Box<dyn Future<Output = Result<()>> + Send>> {
        Box::pin(async {
            #[cfg(feature = "log")]
            let _flushed = crate::log::Flushed::at_the_end();
            match self.job()? {
                #[cfg(feature = "cli")]
                Job::Done => Ok(()),
                #[cfg(feature = "cli")]
                Job::Command(command) => command.await.map(end),
                Job::Serve(builder, transport) => {
                    let (ended, stuck) = serve(*builder, transport).await;
                    if stuck > 0 {
                        tracing::warn!(
                            "threads are still blocked; the process leaves without them in 2 s"
                        );
                    }
                    if stuck > 0 || is_unheard(&ended) {
                        leave(ended.is_ok());
                    }
                    ended
                }
            }
        })
    }

    /// What [`run`](Self::run) takes for the command line, the program's name
    /// first: for programs that have arguments of their own. Default: that of
    /// the process.
    pub fn arguments<A: Into<OsString>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.arguments = Some(arguments.into_iter().map(Into::into).collect());
        self
    }

    /// [`run`](Self::run) on a runtime of its own, for a `main` that is not
    /// async and needs no `tokio`.
    ///
    /// The runtime fits the transport. HTTP gets a thread for each processor;
    /// stdio, a single connection, is served by the calling thread alone,
    /// which starts faster and answers without waking another thread. On
    /// stdio `tokio::task::block_in_place` is therefore not available to
    /// tools: make the function `fn` instead of `async fn`.
    ///
    /// ```no_run
    /// use mcp_runtime::prelude::*;
    ///
    /// fn main() -> mcp_runtime::Result<()> {
    ///     server!().run_blocking()
    /// }
    /// ```
    ///
    /// # Errors
    /// As [`run`](Self::run), and where no runtime can be started.
    ///
    /// # Panics
    /// Where it is called inside another tokio runtime.
    pub fn run_blocking(self) -> Result<()> {
        #[cfg(feature = "log")]
        let _flushed = crate::log::Flushed::at_the_end();
        let (builder, transport) = match self.job()? {
            #[cfg(feature = "cli")]
            Job::Done => return Ok(()),
            #[cfg(feature = "cli")]
            Job::Command(command) => {
                // A tool that keeps its thread must not keep Ctrl-C from being heard.
                let runtime = start(runtime::Builder::new_multi_thread())?;
                let ended = runtime.block_on(command).map(end);
                runtime.shutdown_timeout(GRACE);
                return ended;
            }
            Job::Serve(builder, transport) => (*builder, transport),
        };
        let runtime = start(match transport {
            Transport::Stdio => runtime::Builder::new_current_thread(),
            #[cfg(feature = "http")]
            _ => runtime::Builder::new_multi_thread(),
        })?;
        let (ended, _) = runtime.block_on(serve(builder, transport));
        runtime.shutdown_timeout(GRACE);
        if is_unheard(&ended) {
            leave(false);
        }
        ended
    }

    fn job(mut self) -> Result<Job> {
        let arguments = self.arguments.take().unwrap_or_else(|| std::env::args_os().collect());
        super::read(self, &arguments)
    }
}

fn start(mut builder: runtime::Builder) -> Result<runtime::Runtime> {
    let context = "cannot start the async runtime";
    builder.enable_all().build().map_err(|source| Error::Io { context, source })
}

/// Ends the process with a command's code. What it had to say it has said,
/// though maybe not yet in the log.
#[cfg(feature = "cli")]
fn end(code: u8) {
    if code != 0 {
        #[cfg(feature = "log")]
        crate::log::flush();
        std::process::exit(code.into());
    }
}

/// Serves until the end, and counts the threads that are still blocked then.
async fn serve(builder: ServerBuilder, transport: Transport) -> (Result<()>, usize) {
    #[cfg(feature = "otlp")]
    let builder = builder.with_telemetry();
    let server = match builder.build() {
        Ok(server) => server,
        Err(error) => return (Err(error), 0),
    };
    let environment: Arc<Environment> = Arc::clone(&server.app.environment);
    #[cfg(feature = "log")]
    let mut switching = std::pin::pin!(crate::log::switching());
    #[cfg(not(feature = "log"))]
    let mut switching = std::pin::pin!(std::future::pending());
    let (ended, others) = tokio::select! {
        biased;
        ended = Box::pin(serving(server, transport)) => ended,
        () = &mut switching => (Ok(()), 0),
    };
    #[cfg(feature = "otlp")]
    if let Some(telemetry) = &environment.telemetry {
        telemetry.finish().await;
    }
    (ended, environment.blocked_threads() + others)
}

/// Serves until the end; with whether reading stdin still blocks a thread.
async fn serving(server: Server, transport: Transport) -> (Result<()>, usize) {
    match transport {
        Transport::Stdio => {
            let on_terminal = crate::transport::stdio::input_blocks();
            if on_terminal {
                crate::server::say(ALONE);
            }
            let reading = usize::from(on_terminal);
            (server.serve_stdio().await, reading)
        }
        #[cfg(feature = "http")]
        Transport::Http(address) => (server.serve_http(address).await, 0),
        #[cfg(all(unix, feature = "http"))]
        Transport::Unix(path) => (server.serve_unix(path).await, 0),
        #[cfg(all(target_os = "linux", feature = "systemd"))]
        Transport::Activated => (server.serve_activated().await, 0),
    }
}

/// Whether nobody reads stderr, where `main` is about to say how the server
/// failed: it would wait for ever, and hear no signal meanwhile.
fn is_unheard(ended: &Result<()>) -> bool {
    #[cfg(feature = "log")]
    return ended.is_err() && !crate::log::flush();
    #[cfg(not(feature = "log"))]
    {
        let _ = ended;
        false
    }
}

/// Makes sure that the process ends: the user's runtime waits for its blocked
/// threads, however long they block, and nothing can interrupt them.
fn leave(well: bool) {
    std::thread::spawn(move || {
        std::thread::sleep(GRACE);
        #[cfg(feature = "log")]
        crate::log::flush();
        std::process::exit(i32::from(!well));
    });
}
