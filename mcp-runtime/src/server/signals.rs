/// Completes at SIGTERM or Ctrl-C. From then on a second signal ends the
/// process at once: an operator who asks twice means it.
///
/// It listens from the moment it is called, not of its first poll: a signal
/// that comes right after the server said it was ready must not kill it.
pub(super) fn shutdown() -> impl Future<Output = ()> + Send {
    let first = signalled();
    async {
        first.await;
        // From now on, not once the task runs: the second may be close behind.
        let second = signalled();
        tracing::info!("stopping: calls in flight may finish");
        tokio::spawn(async {
            second.await;
            #[cfg(feature = "log")]
            crate::log::flush();
            std::process::exit(130);
        });
    }
}

/// Completes at SIGTERM or Ctrl-C, of which it hears from now on.
#[cfg(unix)]
pub(crate) fn signalled() -> impl Future<Output = ()> + Send {
    use tokio::signal::unix::{Signal, SignalKind, signal};

    let listen = |kind: SignalKind| -> Option<Signal> {
        signal(kind)
            .inspect_err(|error| tracing::warn!(%error, ?kind, "cannot listen for a signal"))
            .ok()
    };
    let (terminate, interrupt) = (listen(SignalKind::terminate()), listen(SignalKind::interrupt()));
    async {
        tokio::select! {
            () = received(terminate) => {}
            () = received(interrupt) => {}
        }
    }
}

#[cfg(unix)]
async fn received(signal: Option<tokio::signal::unix::Signal>) {
    match signal {
        Some(mut signal) => {
            signal.recv().await;
        }
        None => std::future::pending().await,
    }
}

#[cfg(not(unix))]
pub(crate) fn signalled() -> impl Future<Output = ()> + Send {
    async {
        let _ = tokio::signal::ctrl_c().await;
    }
}

/// SIGHUP, by which an operator asks a server to read its policy again.
pub(super) struct Hangups(#[cfg(unix)] Option<tokio::signal::unix::Signal>);

/// Listens from now on; where there is no such signal, none ever comes.
pub(super) fn hangups() -> Hangups {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let warn = |error: &std::io::Error| tracing::warn!(%error, "cannot listen for SIGHUP");
        Hangups(signal(SignalKind::hangup()).inspect_err(warn).ok())
    }
    #[cfg(not(unix))]
    Hangups()
}

impl Hangups {
    pub(super) async fn next(&mut self) {
        #[cfg(unix)]
        if let Some(signal) = &mut self.0
            && signal.recv().await.is_some()
        {
            return;
        }
        std::future::pending::<()>().await;
    }
}
