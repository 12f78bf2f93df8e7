//! Newline-delimited JSON-RPC over any byte stream (specification
//! 2026-07-28, basic/transports/stdio): both eras on one connection.

mod calls;

use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;

use bytes::Bytes;
use serde_json::value::RawValue;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use super::Stop;
use super::lines::{Line, Lines};
use crate::clock::Sleep;
use crate::dispatch::{self, Answer, App, Exchange, Running, Session, Step};
use crate::handler::{Outbox, TransportFacts};
use crate::protocol::{Fault, Id, Malformed, Message, Params, Request, parse, peek_id};
use calls::{Calls, Next};

/// Bytes of answers that may wait for a client that does not read; beyond
/// them no further request is taken in.
const OUTPUT_HIGH: usize = 256 << 10;

/// Serves one connection until its input ends or the server stops.
///
/// One task does it all: a call that is ready at once costs no task and no
/// channel, the others are polled here side by side. Input is only read while
/// there is room for the work it may bring.
pub(crate) async fn serve(
    app: Arc<App>,
    reader: impl AsyncRead + Send,
    writer: impl AsyncWrite + Send,
    stop: Stop,
) -> io::Result<()> {
    let (mut reader, mut writer) = (pin!(reader), pin!(writer));
    let (mut draining, mut ended) = (stop.clone(), stop.clone());
    let mut connection = Connection::new(app);
    let mut open = true;
    // Once nothing is left but answers that the client does not read.
    let mut linger: Option<Sleep> = None;
    loop {
        let has_room = connection.has_room();
        let stopping = stop.is_draining();
        open &= !stopping;
        if !open && connection.is_idle() {
            return writer.flush().await;
        }
        if !open && connection.calls.is_empty() && linger.is_none() {
            linger = Some(connection.app.environment.clock.sleep(connection.app.limits.drain));
        }
        let heard = connection.output.len() < OUTPUT_HIGH;
        tokio::select! {
            biased;
            written = writer.write(&connection.output), if !connection.output.is_empty() => {
                match written? {
                    0 => return Err(io::ErrorKind::WriteZero.into()),
                    count => connection.written(count),
                }
            }
            next = connection.calls.next(heard), if !connection.calls.is_empty() => connection.came(next),
            count = reader.read_buf(connection.lines.buffer()), if open && has_room => {
                open = count? > 0;
                if !open {
                    connection.lines.end();
                }
            }
            () = draining.draining(), if !stopping => {}
            () = ended.ended(), if !connection.calls.is_empty() => connection.give_up(),
            () = elapsed(linger.as_mut()), if linger.is_some() => {
                tracing::warn!("the client does not read; leaving with answers unsent");
                return Ok(());
            }
        }
        if !stopping {
            connection.take_in().await;
        }
    }
}

async fn elapsed(timer: Option<&mut Sleep>) {
    if let Some(timer) = timer {
        timer.await;
    }
}

struct Connection {
    app: Arc<App>,
    lines: Lines,
    output: Vec<u8>,
    session: Option<Session>,
    calls: Calls,
}

impl Connection {
    fn new(app: Arc<App>) -> Self {
        Self {
            lines: Lines::new(app.limits.message),
            app,
            output: Vec::new(),
            session: None,
            calls: Calls::default(),
        }
    }

    fn has_room(&self) -> bool {
        self.calls.len() < self.app.limits.in_flight && self.output.len() < OUTPUT_HIGH
    }

    fn is_idle(&self) -> bool {
        self.calls.is_empty() && self.output.is_empty()
    }

    fn written(&mut self, count: usize) {
        self.output.drain(..count);
        if self.output.is_empty() && self.output.capacity() > OUTPUT_HIGH {
            self.output = Vec::new(); // gives the room of a huge answer back
        }
    }

    fn came(&mut self, next: Next) {
        match next {
            Next::Message(message) => self.send(&message),
            Next::Answer(body) => {
                // What the call said in its last poll comes before its answer.
                self.send_queued();
                self.send(&body);
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
        if !message.is_empty() {
            self.output.extend_from_slice(message);
            self.output.push(b'\n');
        }
    }

    /// Handles the lines that have arrived, as far as there is room.
    async fn take_in(&mut self) {
        while self.has_room() {
            match self.lines.next() {
                Some(line) => self.line(line).await,
                None => return,
            }
        }
    }

    /// Answers what did not finish while draining, so that no client waits
    /// for nothing.
    fn give_up(&mut self) {
        for body in self.calls.shut_down() {
            self.send(&body);
        }
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
            Ok(Message::Request(request)) => self.request(&line, &request).await,
            Ok(Message::Notification { method, params }) => self.notified(&method, &params),
            // No request of ours is open on a stream.
            Ok(Message::Response) => tracing::debug!("ignoring a response to no request"),
            Ok(Message::Batch(elements)) => self.batch(&line, &elements),
            Err(malformed) => self.malformed(&malformed),
        }
    }

    fn malformed(&mut self, malformed: &Malformed) {
        tracing::warn!(reason = malformed.message, "a line is not a message");
        self.send(&Answer::malformed(malformed).body);
    }

    async fn request(&mut self, line: &Bytes, request: &Request<'_>) {
        if self.calls.contains(request.id) {
            let message = "a request with this id is still in flight; ids must be unique";
            return self
                .send(&Answer::fault(Some(request.id), Fault::InvalidRequest, message).body);
        }
        let exchange = Exchange {
            body: line,
            request,
            transport: TransportFacts::default(),
            outbox: Outbox::Shared(Arc::clone(&self.calls.queue)),
        };
        let step = dispatch::either_era(&self.app, exchange, self.session);
        match step {
            Step::Done(answer) => self.answered(&answer),
            Step::Running(running) => self.start(running).await,
        }
    }

    fn answered(&mut self, answer: &Answer) {
        if let Some(session) = answer.session {
            self.session = Some(session);
        }
        self.send(&answer.body);
    }

    /// Most calls finish in their first poll and never become a future of
    /// their own.
    async fn start(&mut self, mut running: Box<Running>) {
        let first = poll_fn(|task| Poll::Ready(Pin::new(&mut *running).poll(task))).await;
        self.send_queued();
        match first {
            Poll::Ready(answer) => self.answered(&answer),
            Poll::Pending => self.calls.add(running),
        }
    }

    fn notified(&mut self, method: &str, params: &Params<'_>) {
        if method != "notifications/cancelled" {
            return; // `notifications/initialized` and unknown ones need no answer
        }
        // Unknown ids and malformed cancellations are ignored (specification,
        // basic/patterns/cancellation, "Error Handling").
        let Some(id) = params.request_id().and_then(Id::from_raw) else { return };
        if self.calls.cancel(id) {
            let reason = params.reason().map(RawValue::get);
            tracing::debug!(request = %id, reason, "the client cancelled a request");
        }
    }

    fn batch(&mut self, line: &Bytes, elements: &[&RawValue]) {
        let queue = Arc::clone(&self.calls.queue);
        let facts = || (TransportFacts::default(), Outbox::Shared(Arc::clone(&queue)));
        match dispatch::batch(&self.app, line, elements, self.session, facts) {
            Ok(batch) => self.calls.add_batch(batch),
            Err(malformed) => self.malformed(&malformed),
        }
    }
}
