use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Waiting, Poll};

use tokio::sync::watch;

use super::{Kept, Leading};
use crate::handler::Context;
use crate::task::Task;

/// What another call with the same key comes to; `None` where it was given up.
///
/// While that one waits for its client, the time of the one that follows
/// stands still as well.
pub(in crate::guard) struct Following {
    leader: watch::Receiver<Leading>,
    end: Pin<Box<dyn Future<Output = Option<Kept>> + Send>>,
}

impl Following {
    pub(in crate::guard) fn new(leader: watch::Receiver<Leading>, ctx: Context) -> Self {
        let end = Box::pin(until_end(leader.clone(), ctx));
        Self { leader, end }
    }

    /// What that call goes on as, where it does.
    pub(in crate::guard) fn task(&self) -> Option<Arc<Task>> {
        self.leader.borrow().task.clone()
    }

    pub(in crate::guard) fn poll(&mut self, waiting: &mut Waiting<'_>) -> Poll<Option<Kept>> {
        self.end.as_mut().poll(waiting)
    }
}

async fn until_end(mut leader: watch::Receiver<Leading>, ctx: Context) -> Option<Kept> {
    let mut paused = None;
    loop {
        let (asks, kept) = {
            let now = leader.borrow_and_update();
            (now.asks, now.kept.clone())
        };
        if kept.is_some() {
            return kept;
        }
        if !asks {
            paused = None;
        } else if paused.is_none() {
            paused = Some(ctx.stand_still());
        }
        leader.changed().await.ok()?;
    }
}
