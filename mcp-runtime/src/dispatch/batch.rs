use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Task, Poll};

use bytes::Bytes;
use serde_json::value::RawValue;

use super::{Answer, App, Exchange, Running, Session, Step, legacy};
use crate::handler::{Outbox, TransportFacts};
use crate::protocol::{Fault, Malformed, Message, ProtocolVersion, parse};

/// A JSON-RPC batch in flight; ready with the array of its answers, empty
/// where it held only notifications.
///
/// Only revision 2025-03-26 has batches, and a server of it must take them
/// (2025-03-26, basic, "Batching").
pub(crate) struct Batch(Vec<Part>);

enum Part {
    Done(Vec<u8>),
    Running(Box<Running>),
}

/// More messages than this in one batch are refused: a batch must not be a
/// way around the bound on calls in flight.
const MOST: usize = 64;

/// Starts every message of a batch.
pub(crate) fn batch(
    app: &Arc<App>,
    body: &Bytes,
    elements: &[&RawValue],
    session: Option<Session>,
    facts: impl Fn() -> (TransportFacts, Outbox),
) -> Result<Batch, Malformed> {
    let refuse = |message: String| Malformed { fault: Fault::InvalidRequest, id: None, message };
    let Some(session) = session.filter(|s| s.version == ProtocolVersion::V2025_03_26) else {
        return Err(refuse(
            "batches exist only in revision 2025-03-26; send one message".to_owned(),
        ));
    };
    if elements.is_empty() || elements.len() > MOST {
        return Err(refuse(format!("a batch holds 1 to {MOST} messages, not {}", elements.len())));
    }
    let mut parts = Vec::with_capacity(elements.len());
    for element in elements {
        let part = match parse(element.get().as_bytes()) {
            Ok(Message::Request(request)) if request.method == "initialize" => {
                let message = "`initialize` must not be part of a batch";
                Part::Done(Answer::fault(Some(request.id), Fault::InvalidRequest, message).body)
            }
            Ok(Message::Request(request)) => {
                let (transport, outbox) = facts();
                let body = &body.slice_ref(element.get().as_bytes());
                let exchange = Exchange { body, request: &request, transport, outbox };
                match legacy(app, exchange, Some(session)) {
                    Step::Done(answer) => Part::Done(answer.body),
                    Step::Running(running) => Part::Running(running),
                }
            }
            Ok(Message::Batch(_)) => {
                return Err(refuse("a batch must not hold a batch".to_owned()));
            }
            Ok(Message::Notification { .. } | Message::Response) => continue,
            Err(malformed) => Part::Done(Answer::malformed(&malformed).body),
        };
        parts.push(part);
    }
    Ok(Batch(parts))
}

impl Future for Batch {
    type Output = Vec<u8>;

    fn poll(self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Vec<u8>> {
        let parts = &mut self.get_mut().0;
        let mut pending = false;
        for part in parts.iter_mut() {
            if let Part::Running(running) = part {
                match Pin::new(&mut **running).poll(task) {
                    Poll::Ready(answer) => *part = Part::Done(answer.body),
                    Poll::Pending => pending = true,
                }
            }
        }
        if pending {
            return Poll::Pending;
        }
        Poll::Ready(array(parts.drain(..).map(|part| match part {
            Part::Done(body) => body,
            Part::Running(running) => running.shut_down().body,
        })))
    }
}

impl Batch {
    /// The answers there are, and `SHUTTING_DOWN` for the rest.
    pub(crate) fn shut_down(&self) -> Vec<u8> {
        array(self.0.iter().map(|part| match part {
            Part::Done(body) => body.clone(),
            Part::Running(running) => running.shut_down().body,
        }))
    }
}

fn array(bodies: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut out = Vec::new();
    for body in bodies {
        out.push(if out.is_empty() { b'[' } else { b',' });
        out.extend_from_slice(&body);
    }
    if !out.is_empty() {
        out.push(b']');
    }
    out
}
