use tokio::sync::watch;

/// Tells transports how far the server is with stopping.
#[derive(Debug, Clone)]
pub(crate) struct Stop(watch::Receiver<Phase>);

/// Moves the matching [`Stop`] on.
#[derive(Debug)]
pub(crate) struct Stopper(watch::Sender<Phase>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Serving,
    /// Nothing new is taken in; calls may finish.
    Draining,
    /// Calls still running are answered `SHUTTING_DOWN`.
    Ended,
}

impl Stopper {
    pub(crate) fn new() -> (Self, Stop) {
        let (sender, receiver) = watch::channel(Phase::Serving);
        (Self(sender), Stop(receiver))
    }

    /// Stops taking in work.
    pub(crate) fn drain(&self) {
        self.0.send_replace(Phase::Draining);
    }

    /// Stops waiting for it, too.
    pub(crate) fn end(&self) {
        self.0.send_replace(Phase::Ended);
    }
}

impl Stop {
    /// Completes once nothing new is to be taken in; never where nothing can
    /// stop the server.
    pub(crate) async fn draining(&mut self) {
        self.reached(Phase::Draining).await;
    }

    /// Completes once calls are not to be waited for any more.
    pub(crate) async fn ended(&mut self) {
        self.reached(Phase::Ended).await;
    }

    pub(crate) fn is_draining(&self) -> bool {
        *self.0.borrow() >= Phase::Draining
    }

    async fn reached(&mut self, wanted: Phase) {
        if self.0.wait_for(|phase| *phase >= wanted).await.is_err() {
            // The stopper is gone without having fired.
            std::future::pending::<()>().await;
        }
    }
}
