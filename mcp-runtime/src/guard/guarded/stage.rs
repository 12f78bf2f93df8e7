use std::sync::Arc;

use crate::guard::concurrency::Queued;
use crate::guard::replay::Following;
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

/// Whether a call goes on, or already has its result.
pub(super) enum Next {
    Stage(Stage),
    Reply(Arc<Output>),
}
