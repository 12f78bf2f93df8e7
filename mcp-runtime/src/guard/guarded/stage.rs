use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::guard::concurrency::Queued;
use crate::guard::replay::Kept;
use crate::handler::{CheckFuture, HandlerFuture, Output};

/// The guard that a call stands at.
pub(super) enum Stage {
    Entering,
    Checking(CheckFuture),
    Replaying,
    Following(Following),
    Booking,
    Queueing,
    Queued(usize, Queued),
    Running(HandlerFuture),
    Over,
}

/// What another call with the same key comes to; `None` where it was given up.
pub(super) type Following = Pin<Box<dyn Future<Output = Option<Kept>> + Send>>;

/// Whether a call goes on, or already has its result.
pub(super) enum Next {
    Stage(Stage),
    Reply(Arc<Output>),
}
