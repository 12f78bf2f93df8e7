use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use hyper::rt;
use hyper_util::rt::TokioTimer;

use super::paced::Pace;
use crate::clock::{Clock, Sleep};

/// The server's clock as hyper's timer.
#[derive(Clone)]
pub(super) struct ClockTimer {
    pub(super) clock: Clock,
    /// Told when the next request is waited for; HTTP/1.1 asks for a timer
    /// then and at no other time.
    pub(super) pace: Option<Arc<Pace>>,
}

struct Sleeping(Sleep);

impl rt::Timer for ClockTimer {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn rt::Sleep>> {
        self.sleep_until(self.clock.after(duration))
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn rt::Sleep>> {
        if let Some(pace) = &self.pace {
            pace.wait();
        }
        if self.clock.is_system() {
            // Once a request: boxed once and not twice.
            return TokioTimer::new().sleep_until(deadline);
        }
        Box::pin(Sleeping(self.clock.sleep_until(deadline)))
    }

    fn now(&self) -> Instant {
        self.clock.now()
    }
}

impl rt::Sleep for Sleeping {}

impl Future for Sleeping {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.0).poll(task)
    }
}
