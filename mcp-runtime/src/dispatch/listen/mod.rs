//! `subscriptions/listen` (specification 2026-07-28, basic/patterns/subscriptions),
//! and what stands for it in the older revisions.

mod filter;
mod message;
mod session;

pub(crate) use session::{Change, SessionListener};

use std::future::Future as _;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Task, Poll, ready};

use super::{Answer, App, Exchange, Step, tasks};
use crate::auth::Principal;
use crate::clock::Sleep;
use crate::error::{CallError, code};
use crate::handler::{Caller, Resource, Visitor};
use crate::notify::{Full, Place, Subscription, Topic};
use crate::protocol::{ClientCapabilities, Fault, Id, IdBuf};
use filter::Filter;

/// A subscription that is open: messages without end. A transport polls it
/// where the request lives, for as long as its client reads, and ends it by
/// dropping it.
pub(crate) struct Listening {
    app: Arc<App>,
    id: IdBuf,
    /// What is said before anything else.
    acknowledgment: Option<Vec<u8>>,
    subscription: Subscription,
    visitor: Visitor,
    /// Until its caller has to prove anew who it is.
    valid: Option<Sleep>,
    _place: Place<Caller>,
}

/// What comes next from a subscription.
pub(crate) enum Told {
    Message(Vec<u8>),
    /// Its caller may not listen any more: it ends here, without a result.
    Expired,
}

/// Why a subscription whose credential has expired ends.
pub(crate) const EXPIRED: &str = "the credential has expired; listen again with another one";

/// Starts `subscriptions/listen`.
pub(super) fn listen(app: &Arc<App>, exchange: &Exchange<'_>, can: ClientCapabilities) -> Step {
    let request = exchange.request;
    let visitor = &exchange.transport.visitor;
    let filter = match Filter::read(request.params.notifications()) {
        Ok(filter) if !filter.tasks.is_empty() && !can.tasks => {
            return Step::Done(tasks::undeclared(request));
        }
        Ok(filter) => filter.honoured(app, visitor),
        Err(message) => {
            return Step::Done(Answer::fault(Some(request.id), Fault::InvalidParams, &message));
        }
    };
    let place = match app.listeners.take(visitor.caller()) {
        Ok(place) => place,
        Err(full) => return Step::Done(refused(request.id, full)),
    };
    let subscription = app.environment.notifier.hub().subscribe();
    if let Err(too_much) = filter.watch(&subscription) {
        let message = too_much.to_string();
        return Step::Done(Answer::fault(Some(request.id), Fault::InvalidParams, &message));
    }
    let clock = &app.environment.clock;
    let expires = visitor.principal.as_ref().and_then(Principal::expires);
    let left = expires.map(|expires| expires.duration_since(clock.wall()).unwrap_or_default());
    Step::Listening(Box::new(Listening {
        acknowledgment: Some(message::acknowledged(request.id, &filter)),
        id: request.id.to_buf(),
        subscription,
        visitor: visitor.clone(),
        valid: left.map(|left| clock.sleep(left)),
        app: Arc::clone(app),
        _place: place,
    }))
}

impl Listening {
    pub(crate) fn id(&self) -> &IdBuf {
        &self.id
    }

    pub(crate) fn poll_next(&mut self, task: &mut Task<'_>) -> Poll<Told> {
        if let Some(first) = self.acknowledgment.take() {
            return Poll::Ready(Told::Message(first));
        }
        if let Some(valid) = &mut self.valid
            && Pin::new(valid).poll(task).is_ready()
        {
            return Poll::Ready(Told::Expired);
        }
        loop {
            let topic = ready!(self.subscription.poll_next(task));
            let id = self.id.as_id();
            if let Topic::Task(task) = &topic {
                // One that was forgotten meanwhile is not told of any more.
                let Some(task) = self.app.task(task, &self.visitor) else { continue };
                if task.is_over() {
                    // It has all that `tasks/get` would say.
                    self.app.tasks.fetched(&task);
                }
                return Poll::Ready(Told::Message(tasks::notification(&self.app, &task, id)));
            }
            if self.app.tells(&topic, self.visitor.principal.as_ref()) {
                return Poll::Ready(Told::Message(message::changed(&topic, Some(id))));
            }
        }
    }

    /// What the server says when it ends the subscription itself.
    pub(crate) fn closed(&mut self) -> Vec<Vec<u8>> {
        let closed = message::closed(&self.app, self.id.as_id());
        self.acknowledgment.take().into_iter().chain([closed]).collect()
    }

    /// Refuses it: every place that the transport has for it is taken.
    pub(crate) fn turn_away(&self, places: usize) -> Answer {
        refused(self.id.as_id(), Full::All(places))
    }
}

/// What the server says where it ends a subscription without a result on a
/// channel that others use as well.
pub(crate) fn cancelled(id: Id<'_>, reason: &str) -> Vec<u8> {
    message::cancelled(id, reason)
}

impl App {
    /// The resource of this URI, where it is there for this caller.
    fn readable(&self, uri: &str, principal: Option<&Principal>) -> Option<Arc<Resource>> {
        let registry = self.registry();
        let found = registry.readable(uri)?;
        self.offers(found, principal).then(|| Arc::clone(found))
    }

    /// Whether a caller is told of a change: what it may read can be taken
    /// from it while it listens.
    fn tells(&self, topic: &Topic, principal: Option<&Principal>) -> bool {
        match topic {
            Topic::Resource(uri) => self.readable(uri, principal).is_some(),
            _ => true,
        }
    }
}

/// There is no place for another listener.
fn refused(id: Id<'_>, full: Full) -> Answer {
    let (fault, error) = match full {
        Full::Each(most) => (
            Fault::RateLimited,
            CallError::new(
                code::RATE_LIMITED,
                format!("this caller has {most} subscriptions open"),
            )
            .action("End one of them before you open another."),
        ),
        Full::All(most) => (
            Fault::Unavailable,
            CallError::new(code::OVERLOADED, format!("{most} subscriptions are open"))
                .retry_after(std::time::Duration::from_secs(10)),
        ),
    };
    Answer::refused(Some(id), fault, &error, &serde_json::json!(error.to_bare_object()))
}
