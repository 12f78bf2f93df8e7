use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

use bytes::Bytes;
use serde_json::value::RawValue;

use super::super::lines::{Line, Lines};
use super::batches::{Batches, To};
use super::calls::{Calls, Next};
use super::parked::{Call, Parked};
use crate::clock::Sleep;
use crate::dispatch::{self, Answer, App, Element, Exchange, Running, Session, Step};
use crate::handler::{Outbox, TransportFacts};
use crate::protocol::{Fault, Id, Malformed, Message, Params, Request, parse, peek_id};

/// Bytes of answers that may wait for a client that does not read; beyond
/// them no further message is taken in.
const OUTPUT_HIGH: usize = 256 << 10;

/// From the lines of one connection to what is written back.
pub(super) struct Connection {
    app: Arc<App>,
    pub(super) lines: Lines,
    pub(super) output: Vec<u8>,
    session: Option<Session>,
    pub(super) calls: Calls,
    parked: Parked,
    batches: Batches,
    stopping: bool,
}

impl Connection {
    pub(super) fn new(app: Arc<App>) -> Self {
        let limits = app.limits;
        Self {
            lines: Lines::new(limits.message),
            app,
            output: Vec::new(),
            session: None,
            calls: Calls::default(),
            parked: Parked::new(limits.in_flight, limits.message.saturating_mul(4)),
            batches: Batches::default(),
            stopping: false,
        }
    }

    /// Whether the client reads what it is sent.
    pub(super) fn is_heard(&self) -> bool {
        self.output.len() < OUTPUT_HIGH
    }

    /// Whether a further line can be taken in, whatever it holds.
    pub(super) fn has_room(&self) -> bool {
        self.is_heard() && !self.parked.is_over()
    }

    pub(super) fn is_idle(&self) -> bool {
        self.calls.is_empty() && self.parked.is_empty() && self.output.is_empty()
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.stopping
    }

    /// How long a client that does not read is waited for.
    pub(super) fn linger(&self) -> Sleep {
        self.app.environment.clock.sleep(self.app.limits.drain)
    }

    pub(super) fn written(&mut self, count: usize) {
        self.output.drain(..count);
        if self.output.is_empty() && self.output.capacity() > OUTPUT_HIGH {
            self.output = Vec::new(); // gives the room of a huge answer back
        }
    }

    pub(super) fn came(&mut self, next: Next) {
        match next {
            Next::Message(message) => self.send(&message),
            Next::Answer(to, body) => {
                // What the call said in its last poll comes before its answer.
                self.send_queued();
                self.reply(to, &body);
            }
            Next::Nothing => {}
        }
    }

    fn send_queued(&mut self) {
        // As many as there are now: a call may go on speaking meanwhile.
        for _ in 0..self.calls.queue.len() {
            match self.calls.queue.pop() {
                Some(message) => self.send(&message),
                None => return,
            }
        }
    }

    fn send(&mut self, message: &[u8]) {
        self.output.extend_from_slice(message);
        self.output.push(b'\n');
    }

    fn reply(&mut self, to: To, body: &[u8]) {
        match to {
            To::Line => self.send(body),
            To::Batch(number) => self.close_part(number, Some(body)),
        }
    }

    fn close_part(&mut self, batch: u64, body: Option<&[u8]>) {
        if let Some(whole) = self.batches.close_part(batch, body) {
            self.send(&whole);
        }
    }

    /// Handles what has arrived, as far as there is room: first the calls
    /// that wait, then further lines.
    pub(super) async fn take_in(&mut self) {
        while self.is_heard() {
            if self.calls.len() < self.app.limits.in_flight
                && let Some(call) = self.parked.pop()
            {
                self.start_parked(call).await;
            } else if self.parked.is_over() {
                return;
            } else if let Some(line) = self.lines.next() {
                self.line(line).await;
            } else {
                return;
            }
        }
    }

    /// From here on no call is started; those that came are told so at once.
    pub(super) async fn stop(&mut self) {
        self.stopping = true;
        while let Some(call) = self.parked.pop() {
            if let Ok(Message::Request(request)) = parse(&call.line) {
                self.refuse_stopping(&call.line, &request, call.session, call.to);
            }
        }
        self.take_in().await;
    }

    /// Answers what did not finish while draining, so that no client waits
    /// for nothing.
    pub(super) fn give_up(&mut self) {
        for (to, body) in self.calls.shut_down() {
            self.reply(to, &body);
        }
    }

    /// Says that the client is gone; the calls end with the connection.
    pub(super) fn abandon(&self) {
        let calls = self.calls.len();
        tracing::warn!(calls, "the client is gone; its calls are cancelled");
    }

    async fn line(&mut self, line: Line) {
        let line = match line {
            Line::Complete(line) => line,
            Line::TooLong(beginning) => {
                let malformed = Malformed {
                    fault: Fault::InvalidRequest,
                    id: peek_id(&beginning),
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
            // No request of ours is open on a stream.
            Ok(Message::Response) => tracing::debug!("ignoring a response to no request"),
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
        if self.calls.contains(request.id) || self.parked.contains(request.id) {
            let message = "a request with this id is still in flight; ids must be unique";
            let answer = Answer::fault(Some(request.id), Fault::InvalidRequest, message);
            return self.reply(to, &answer.body);
        }
        if dispatch::is_call(request) {
            if self.stopping {
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
        }
    }

    fn dispatch(&self, line: &Bytes, request: &Request<'_>, session: Option<Session>) -> Step {
        let exchange = Exchange {
            body: line,
            request,
            transport: TransportFacts::default(),
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
            Step::Running(running) => running.shut_down(),
        };
        self.reply(to, &answer.body);
    }

    async fn start_parked(&mut self, Call { line, to, session, .. }: Call) {
        if let Ok(Message::Request(request)) = parse(&line) {
            match self.dispatch(&line, &request, session) {
                Step::Done(answer) => self.answered(&answer, to),
                Step::Running(running) => self.start(running, to).await,
            }
        }
    }

    fn answered(&mut self, answer: &Answer, to: To) {
        if let Some(session) = answer.session {
            self.session = Some(session);
        }
        self.reply(to, &answer.body);
    }

    /// Most calls finish in their first poll and never become a future of
    /// their own.
    async fn start(&mut self, mut running: Box<Running>, to: To) {
        let first = poll_fn(|task| Poll::Ready(Pin::new(&mut *running).poll(task))).await;
        self.send_queued();
        match first {
            Poll::Ready(answer) => self.answered(&answer, to),
            Poll::Pending => self.calls.add(running, to),
        }
    }

    fn notified(&mut self, method: &str, params: &Params<'_>) {
        if method != "notifications/cancelled" {
            return; // `notifications/initialized` and unknown ones need no answer
        }
        // Unknown ids and malformed cancellations are ignored (specification,
        // basic/patterns/cancellation, "Error Handling").
        let Some(id) = params.request_id().and_then(Id::from_raw) else { return };
        let parked = self.parked.remove(id).map(|call| call.to);
        if let Some(to) = parked.or_else(|| self.calls.cancel(id)) {
            let reason = params.reason().map(RawValue::get);
            tracing::debug!(request = %id, reason, "the client cancelled a request");
            if let To::Batch(number) = to {
                self.close_part(number, None);
            }
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
            }
        }
    }
}
