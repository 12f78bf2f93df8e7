//! From a line to its answer, or to a call that gives one later.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

use bytes::Bytes;
use serde_json::value::RawValue;

use super::super::lines::Line;
use super::batches::To;
use super::connection::Connection;
use super::parked::Call;
use crate::dispatch::{
    self, Answer, Change, Element, Exchange, Listening, Running, Session, SessionListener, Step,
};
use crate::handler::{Askable, Outbox, Taken, TransportFacts};
use crate::notify::Full;
use crate::protocol::{Fault, Id, Malformed, Message, Params, Request, Response, parse};

impl Connection {
    pub(super) async fn line(&mut self, line: Line) {
        let line = match line {
            Line::Complete(line) => line,
            Line::TooLong(id) => {
                let malformed = Malformed {
                    fault: Fault::InvalidRequest,
                    id,
                    message: format!(
                        "the message is longer than the limit of {} bytes",
                        self.app.limits.message
                    ),
                };
                return self.malformed(&malformed);
            }
        };
        match parse(&line) {
            Ok(Message::Request(request)) => {
                self.request(&line, &request, self.session, To::Line).await;
            }
            Ok(Message::Notification { method, params }) => self.notified(&method, &params),
            Ok(Message::Response(response)) => self.responded(&response),
            Ok(Message::Batch(elements)) => self.batch(&line, &elements).await,
            Err(malformed) => self.malformed(&malformed),
        }
    }

    fn malformed(&mut self, malformed: &Malformed) {
        tracing::warn!(reason = malformed.message, "a line is not a message");
        self.send(&Answer::malformed(malformed).body);
    }

    async fn request(
        &mut self,
        line: &Bytes,
        request: &Request<'_>,
        session: Option<Session>,
        to: To,
    ) {
        let id = request.id;
        if self.calls.contains(id) || self.parked.contains(id) || self.listeners.contains(id) {
            let message = "a request with this id is still in flight; ids must be unique";
            let answer = Answer::fault(Some(request.id), Fault::InvalidRequest, message);
            return self.reply(to, &answer.body);
        }
        if let Some(answer) = dispatch::flooded(&self.app, request, self.identity.visitor()) {
            return self.reply(to, &answer.body);
        }
        if dispatch::is_call(request) {
            if self.is_stopping() {
                return self.refuse_stopping(line, request, session, to);
            }
            // Not before those that wait already.
            if self.calls.len() >= self.app.limits.in_flight || !self.parked.is_empty() {
                return self.parked.add(request.id, line, to, session);
            }
        }
        match self.dispatch(line, request, session) {
            Step::Done(answer) => self.answered(&answer, to),
            Step::Running(running) => self.start(running, to).await,
            Step::Listening(listening) => self.listen(listening, to),
            Step::Subscribe(change) => self.subscribe(*change, to),
        }
    }

    fn dispatch(&self, line: &Bytes, request: &Request<'_>, session: Option<Session>) -> Step {
        let exchange = Exchange {
            body: line,
            request,
            transport: TransportFacts {
                visitor: self.identity.visitor().clone(),
                askable: Some(Askable {
                    requests: Arc::clone(&self.requests),
                    // A connection has one.
                    session: [0; 16],
                    patience: self.app.limits.input,
                }),
                ..TransportFacts::default()
            },
            outbox: Outbox::Shared(Arc::clone(&self.calls.queue)),
        };
        dispatch::either_era(&self.app, exchange, session)
    }

    fn refuse_stopping(
        &mut self,
        line: &Bytes,
        request: &Request<'_>,
        session: Option<Session>,
        to: To,
    ) {
        // Not polled, so the tool never runs.
        let answer = match self.dispatch(line, request, session) {
            Step::Done(answer) => answer,
            Step::Running(running) => running.turn_away(),
            Step::Listening(_) | Step::Subscribe(_) => return, // are no calls
        };
        self.reply(to, &answer.body);
    }

    pub(super) async fn start_parked(&mut self, Call { line, to, session, .. }: Call) {
        if let Ok(Message::Request(request)) = parse(&line) {
            match self.dispatch(&line, &request, session) {
                Step::Done(answer) => self.answered(&answer, to),
                Step::Running(running) => self.start(running, to).await,
                Step::Listening(_) | Step::Subscribe(_) => {} // are not parked
            }
        }
    }

    pub(super) fn refuse_parked(&mut self, call: &Call) {
        if let Ok(Message::Request(request)) = parse(&call.line) {
            self.refuse_stopping(&call.line, &request, call.session, call.to);
        }
    }

    fn answered(&mut self, answer: &Answer, to: To) {
        if let Some(session) = answer.session {
            self.session = Some(session);
            #[cfg(feature = "otlp")]
            self.session_time.opened(session.version);
        }
        self.reply(to, &answer.body);
    }

    /// Most calls finish in their first poll and never become a future of
    /// their own.
    async fn start(&mut self, mut running: Box<Running>, to: To) {
        let first = poll_fn(|task| Poll::Ready(Pin::new(&mut *running).poll(task))).await;
        match first {
            Poll::Ready(answer) => {
                self.send_queued(running.context().call());
                self.answered(&answer, to);
            }
            Poll::Pending => self.calls.add(running, to),
        }
    }

    fn listen(&mut self, mut listening: Box<Listening>, to: To) {
        if let To::Batch(_) = to {
            let message = "`subscriptions/listen` must not be part of a batch";
            let id = Some(listening.id().as_id());
            let answer = Answer::fault(id, Fault::InvalidRequest, message);
            return self.reply(to, &answer.body);
        }
        if self.has_listened() {
            return listening.closed().iter().for_each(|message| self.send(message));
        }
        self.listeners.add(listening);
    }

    fn subscribe(&mut self, change: Change, to: To) {
        let answer = match self.session_listener() {
            Ok(listener) => change.apply(listener),
            Err(full) => change.refuse(full),
        };
        self.reply(to, &answer.body);
    }

    /// What listens for the session, from now on if not before.
    fn session_listener(&mut self) -> Result<&SessionListener, Full> {
        let (app, visitor) = (&self.app, self.identity.visitor());
        match self.listeners.session() {
            Some(listener) => Ok(listener),
            none => Ok(none.insert(SessionListener::open(app, visitor)?)),
        }
    }

    fn notified(&mut self, method: &str, params: &Params<'_>) {
        if method == "notifications/initialized" && self.session.is_some() && !self.has_listened() {
            if let Err(full) = self.session_listener() {
                tracing::warn!(?full, "a client is not told of changes: too many listen already");
            }
            return;
        }
        if method != "notifications/cancelled" {
            return; // unknown ones need no answer
        }
        // Unknown ids and malformed cancellations are ignored (specification,
        // basic/patterns/cancellation, "Error Handling").
        let Some(id) = params.request_id().and_then(Id::from_raw) else { return };
        if self.listeners.cancel(id) {
            return tracing::debug!(request = %id, "the client ended a subscription");
        }
        let parked = self.parked.remove(id).map(|call| call.to);
        if let Some(to) = parked.or_else(|| self.calls.cancel(id)) {
            let reason = params.reason().map(RawValue::get);
            tracing::debug!(request = %id, reason, "the client cancelled a request");
            if let To::Batch(number) = to {
                self.close_part(number, None);
            }
        }
    }

    fn responded(&self, response: &Response<'_>) {
        if self.requests.answer([0; 16], response) != Taken::Yes {
            tracing::debug!("ignoring a response that nobody waits for");
        }
    }

    async fn batch(&mut self, line: &Bytes, elements: &[&RawValue]) {
        let (session, elements) = match dispatch::batch(line, elements, self.session) {
            Ok(batch) => batch,
            Err(malformed) => return self.malformed(&malformed),
        };
        let number = self.batches.open(elements.len());
        for element in elements {
            match element {
                Element::Request(text, request) => {
                    let to = To::Batch(number);
                    self.request(&text, &request, Some(session), to).await;
                }
                Element::Refused(answer) => self.close_part(number, Some(&answer.body)),
                Element::Notification(method, params) => {
                    self.notified(&method, &params);
                    self.close_part(number, None);
                }
                Element::Response(response) => {
                    self.responded(&response);
                    self.close_part(number, None);
                }
            }
        }
    }
}
