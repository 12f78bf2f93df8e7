use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::clock::{Clock, Sleep};

/// Makes the writes of a connection fail once the client has taken nothing for a while.
///
/// hyper polls a response body only while it has room to buffer, and the call
/// lives in the body: with a client that does not read, the call would never
/// be polled again, not even for its deadline. The failed write ends the
/// connection, and with it the call and all it holds.
pub(super) struct WriteStall {
    clock: Clock,
    limit: Duration,
    /// Only while a write is pending: writes that are ready at once cost nothing.
    timer: Option<Sleep>,
}

impl WriteStall {
    pub(super) fn new(clock: Clock, limit: Duration) -> Self {
        Self { clock, limit, timer: None }
    }

    /// Looks at what became of a write.
    pub(super) fn watch<T>(
        &mut self,
        written: Poll<io::Result<T>>,
        task: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.timer = None;
            return written;
        }
        let timer = self.timer.get_or_insert_with(|| self.clock.sleep(self.limit));
        Pin::new(timer).poll(task).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}
