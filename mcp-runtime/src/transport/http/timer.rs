use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use hyper::rt;
use hyper_util::rt::TokioTimer;

use crate::clock::{Clock, Sleep};

/// The server's clock as hyper's timer.
#[derive(Clone)]
pub(super) struct ClockTimer(pub(super) Clock);

struct Sleeping(Sleep);

impl rt::Timer for ClockTimer {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn rt::Sleep>> {
        self.sleep_until(self.0.after(duration))
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn rt::Sleep>> {
        if self.0.is_system() {
            // Once a request: boxed once and not twice.
            return TokioTimer::new().sleep_until(deadline);
        }
        Box::pin(Sleeping(self.0.sleep_until(deadline)))
    }

    fn now(&self) -> Instant {
        self.0.now()
    }
}

impl rt::Sleep for Sleeping {}

impl Future for Sleeping {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.0).poll(task)
    }
}
