use crate::transport::{Stop, Stopper};

/// Stops the server at SIGTERM or Ctrl-C. A second signal ends the process
/// at once: an operator who asks twice means it.
pub(super) fn stop_on_signal() -> Stop {
    let (stopper, stop) = Stopper::new();
    tokio::spawn(async move {
        signalled().await;
        stopper.stop();
        signalled().await;
        std::process::exit(130);
    });
    stop
}

#[cfg(unix)]
async fn signalled() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        }
        Err(error) => {
            tracing::warn!(%error, "cannot listen for SIGTERM");
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}

#[cfg(not(unix))]
async fn signalled() {
    let _ = tokio::signal::ctrl_c().await;
}
