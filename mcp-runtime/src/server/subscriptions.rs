//! Who may listen for changes, and how they are made known.

use super::{Server, ServerBuilder};
use crate::notify::Notifier;

impl ServerBuilder {
    /// Subscriptions open at once, on all transports together; sessions of
    /// older clients that listen count as one each. Further ones are refused.
    /// Default: 10,000. Over HTTP/1.1 each holds a connection, so
    /// `.max_idle_streams(..)` and `.max_connections(..)` bound them too.
    pub fn max_subscriptions(mut self, subscriptions: usize) -> Self {
        self.check_some("max_subscriptions", subscriptions);
        self.subscriptions.0 = subscriptions;
        self
    }

    /// The part of [`max_subscriptions`](Self::max_subscriptions) that one
    /// caller may have: a principal, or else an address. Default: a tenth, and
    /// at least 100.
    pub fn max_subscriptions_per_caller(mut self, subscriptions: usize) -> Self {
        self.check_some("max_subscriptions_per_caller", subscriptions);
        self.subscriptions.1 = Some(subscriptions);
        self
    }

    /// Tells the clients of the server that is built of this that something
    /// has changed; to be kept by whatever notices it.
    pub fn notifier(&self) -> Notifier {
        self.notifier.clone()
    }
}

impl Server {
    /// Tells its clients that something has changed.
    pub fn notifier(&self) -> Notifier {
        self.app.environment.notifier.clone()
    }
}
