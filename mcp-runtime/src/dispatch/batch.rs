use std::collections::HashSet;

use bytes::Bytes;
use serde_json::value::RawValue;

use super::{Answer, Session};
use crate::protocol::{
    Fault, Malformed, Message, Params, ProtocolVersion, Request, Response, parse,
};

/// One message of a JSON-RPC batch. What is in progress for it is like a
/// message of its own: counted, cancelled and bounded one by one.
///
/// Only revision 2025-03-26 has batches, and a server of it must take them
/// (2025-03-26, basic, "Batching").
pub(crate) enum Element<'a> {
    /// With its own text.
    Request(Bytes, Request<'a>),
    Notification(std::borrow::Cow<'a, str>, Params<'a>),
    /// An answer to a request of ours.
    Response(Response<'a>),
    /// Not to be served, and answered with this.
    Refused(Answer),
}

/// What a batch outside of its revision is answered with.
pub(crate) const NO_BATCHES: &str = "batches exist only in revision 2025-03-26; send one message";

/// Reads the messages of a batch.
pub(crate) fn batch<'a>(
    body: &Bytes,
    elements: &[&'a RawValue],
    session: Option<Session>,
) -> Result<(Session, Vec<Element<'a>>), Malformed> {
    let Some(session) = session.filter(|s| s.version == ProtocolVersion::V2025_03_26) else {
        return Err(refuse(NO_BATCHES));
    };
    if elements.is_empty() {
        return Err(refuse("a batch holds at least one message"));
    }
    let mut ids = HashSet::new();
    let mut read = Vec::with_capacity(elements.len());
    for element in elements {
        let text = element.get().as_bytes();
        read.push(match parse(text) {
            Ok(Message::Request(request)) if request.method == "initialize" => {
                refused(&request, "`initialize` must not be part of a batch")
            }
            Ok(Message::Request(request)) if !ids.insert(request.id.key()) => {
                refused(&request, "this id stands in the batch twice; ids must be unique")
            }
            Ok(Message::Request(request)) => Element::Request(body.slice_ref(text), request),
            Ok(Message::Notification { method, params }) => Element::Notification(method, params),
            Ok(Message::Response(response)) => Element::Response(response),
            Ok(Message::Batch(_)) => {
                let nested = refuse("a batch must not hold a batch");
                Element::Refused(Answer::malformed(&nested))
            }
            Err(malformed) => Element::Refused(Answer::malformed(&malformed)),
        });
    }
    Ok((session, read))
}

/// The array of a batch's answers, in which nothing is said of notifications
/// and of what was cancelled.
#[derive(Default)]
pub(crate) struct BatchAnswers(Vec<u8>);

impl BatchAnswers {
    pub(crate) fn push(&mut self, body: &[u8]) {
        self.0.push(if self.0.is_empty() { b'[' } else { b',' });
        self.0.extend_from_slice(body);
    }

    /// `None` where there is nothing to answer.
    pub(crate) fn finish(mut self) -> Option<Vec<u8>> {
        (!self.0.is_empty()).then(|| {
            self.0.push(b']');
            self.0
        })
    }
}

fn refuse(message: &str) -> Malformed {
    Malformed { fault: Fault::InvalidRequest, id: None, message: message.to_owned() }
}

fn refused<'a>(request: &Request<'_>, message: &str) -> Element<'a> {
    Element::Refused(Answer::fault(Some(request.id), Fault::InvalidRequest, message))
}
