//! What the older revisions have in place of `subscriptions/listen`: a session
//! is told of lists in any case, and of the resources that it subscribed to
//! (2025-11-25, server/resources, "Subscriptions").

use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context as Task, Poll, ready};

use super::filter::resource;
use super::{message, refused};
use crate::auth::Principal;
use crate::dispatch::{Answer, App, Exchange, Step, list, resources};
use crate::handler::{Caller, Visitor};
use crate::notify::{Full, Place, Subscription, Topic};
use crate::protocol::{Fault, IdBuf, ProtocolVersion, raw_str, write};

/// Listens for one session.
pub(crate) struct SessionListener {
    app: Arc<App>,
    subscription: Subscription,
    /// Whose scopes may change from token to token.
    principal: Mutex<Option<Principal>>,
    place: Place<Caller>,
}

impl SessionListener {
    pub(crate) fn open(app: &Arc<App>, visitor: &Visitor) -> Result<Self, Full> {
        let place = app.listeners.take(visitor.caller())?;
        let subscription = app.environment.notifier.hub().subscribe();
        let registry = app.registry();
        for (there, topic) in [
            (true, Topic::Tools),
            (list::Kind::Prompts.is_served(&registry), Topic::Prompts),
            (list::Kind::Resources.is_served(&registry), Topic::Resources),
        ] {
            if there {
                // Lists take none of the room for resources.
                let _ = subscription.watch(topic, None);
            }
        }
        let principal = Mutex::new(visitor.principal.clone());
        Ok(Self { app: Arc::clone(app), subscription, principal, place })
    }

    /// Whose it is.
    pub(crate) fn caller(&self) -> &Caller {
        self.place.key()
    }

    /// Goes on for its caller with what the latest credential lets it do.
    pub(crate) fn renew(&self, visitor: &Visitor) {
        let latest = visitor.principal.clone();
        *self.principal.lock().unwrap_or_else(PoisonError::into_inner) = latest;
    }

    /// The next notification.
    pub(crate) fn poll_next(&self, task: &mut Task<'_>) -> Poll<Vec<u8>> {
        loop {
            let topic = ready!(self.subscription.poll_next(task));
            let principal = self.principal.lock().unwrap_or_else(PoisonError::into_inner).clone();
            if self.app.tells(&topic, principal.as_ref()) {
                return Poll::Ready(message::changed(&topic, None));
            }
        }
    }
}

/// A request to be told of a resource, or not any more. Its transport knows
/// the session's listener.
pub(crate) struct Change {
    id: IdBuf,
    topic: Topic,
    shown: Option<Arc<str>>,
    subscribes: bool,
}

impl Change {
    /// Reads `resources/subscribe` and `resources/unsubscribe`.
    pub(in crate::dispatch) fn read(
        app: &App,
        exchange: &Exchange<'_>,
        version: ProtocolVersion,
        subscribes: bool,
    ) -> Step {
        let request = exchange.request;
        let fault = |message: &str| Answer::fault(Some(request.id), Fault::InvalidParams, message);
        let Some(uri) = request.params.uri().and_then(raw_str) else {
            return Step::Done(fault("`params.uri` must be the URI of a resource"));
        };
        let principal = exchange.transport.visitor.principal.as_ref();
        let known = !subscribes || app.readable(&uri, principal).is_some();
        let Some((topic, shown)) = resource(&uri).filter(|_| known) else {
            return Step::Done(resources::not_found(app, request.id, &uri, version, principal));
        };
        Step::Subscribe(Box::new(Self { id: request.id.to_buf(), topic, shown, subscribes }))
    }

    /// Does it to a session's listener.
    pub(crate) fn apply(self, listener: &SessionListener) -> Answer {
        let subscription = &listener.subscription;
        if !self.subscribes {
            subscription.unwatch(self.topic);
        } else if let Err(too_much) = subscription.watch(self.topic, self.shown) {
            let id = Some(self.id.as_id());
            let message = format!("{too_much}; unsubscribe from some of them");
            return Answer::fault(id, Fault::InvalidParams, &message);
        }
        let mut body = write::open_result(self.id.as_id(), 0);
        body.extend_from_slice(b"{}}");
        Answer::result(body)
    }

    /// Answers where the session can have no listener.
    pub(crate) fn refuse(&self, full: Full) -> Answer {
        refused(self.id.as_id(), full)
    }
}
