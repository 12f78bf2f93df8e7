use std::sync::Arc;

use super::super::lines::Lines;
use super::batches::{Batches, To};
use super::calls::{Calls, Finished, Next};
use super::identity::Identity;
use super::listeners::Listeners;
use super::parked::Parked;
use crate::clock::Sleep;
use crate::dispatch::{App, Session};
use crate::handler::{Gone, ServerRequests};

/// Bytes of answers that may wait for a client that does not read; beyond
/// them no further message is taken in.
const OUTPUT_HIGH: usize = 256 << 10;

/// What one connection has in hand: what came, what runs or waits for its
/// turn, and what is to be written.
pub(super) struct Connection {
    pub(super) app: Arc<App>,
    pub(super) identity: Identity,
    pub(super) lines: Lines,
    pub(super) output: Vec<u8>,
    pub(super) session: Option<Session>,
    pub(super) calls: Calls,
    pub(super) parked: Parked,
    pub(super) batches: Batches,
    pub(super) listeners: Listeners,
    /// What the client was asked.
    pub(super) requests: Arc<ServerRequests>,
    #[cfg(feature = "otlp")]
    pub(super) session_time: crate::trace::otlp::SessionTime,
    stopping: bool,
    /// No listener is taken in any more.
    listened: bool,
}

impl Connection {
    pub(super) fn new(app: Arc<App>, identity: Identity) -> Self {
        let limits = app.limits;
        #[cfg(feature = "otlp")]
        let session_time = {
            let environment = &app.environment;
            crate::trace::otlp::SessionTime::new(environment.telemetry.as_ref(), &environment.clock)
        };
        Self {
            #[cfg(feature = "otlp")]
            session_time,
            lines: Lines::new(limits.message),
            app,
            identity,
            output: Vec::new(),
            session: None,
            calls: Calls::default(),
            parked: Parked::new(limits.in_flight, limits.message.saturating_mul(4)),
            batches: Batches::default(),
            listeners: Listeners::default(),
            requests: Arc::default(),
            stopping: false,
            listened: false,
        }
    }

    /// Whether the client reads what it is sent.
    pub(super) fn is_heard(&self) -> bool {
        self.output.len() < OUTPUT_HIGH
    }

    /// Whether a further line can be taken in, whatever it holds.
    pub(super) fn has_room(&self) -> bool {
        self.is_heard() && !self.parked.is_over() && !self.identity.is_renewing()
    }

    pub(super) fn is_idle(&self) -> bool {
        let done = self.calls.is_empty() && self.parked.is_empty() && self.output.is_empty();
        done && !self.identity.is_renewing()
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
            Next::Answer(to, Finished { call, body }) => {
                self.send_queued(call);
                self.reply(to, &body);
            }
            // What was asked for it has to be taken back, also where nobody else
            // has anything to say.
            Next::Nothing => {
                while self.calls.is_empty()
                    && let Some(said) = self.calls.queue.pop()
                {
                    self.send(&said.message);
                }
            }
        }
    }

    /// Sends what a call said in its last poll, which comes before its
    /// answer. What others say stays where it is bounded.
    pub(super) fn send_queued(&mut self, call: u64) {
        for message in self.calls.queue.take_all(call) {
            self.send(&message);
        }
    }

    pub(super) fn send(&mut self, message: &[u8]) {
        self.output.extend_from_slice(message);
        self.output.push(b'\n');
    }

    pub(super) fn reply(&mut self, to: To, body: &[u8]) {
        match to {
            To::Line => self.send(body),
            To::Batch(number) => self.close_part(number, Some(body)),
        }
    }

    pub(super) fn close_part(&mut self, batch: u64, body: Option<&[u8]>) {
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
            } else if !self.identity.renew(&self.app) {
                // A credential ends while its connection lasts.
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
        self.requests.close(Gone::Stopping);
        while let Some(call) = self.parked.pop() {
            self.refuse_parked(&call);
        }
        self.close_listeners();
        self.take_in().await;
    }

    /// Ends what listens, and says so.
    pub(super) fn close_listeners(&mut self) {
        self.listened = true;
        for message in self.listeners.close() {
            self.send(&message);
        }
    }

    /// Whether listeners were ended already.
    pub(super) fn has_listened(&self) -> bool {
        self.listened
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
}
