use std::collections::VecDeque;

use bytes::Bytes;

use super::Outgoing;

/// Requests to the client that it has not been sent yet, in their order, and
/// that others were taken back. They are few, and none may be lost: a call has
/// a bounded number of questions at once, and in all.
#[derive(Default)]
pub(super) struct Unsent(VecDeque<Question>);

struct Question {
    call: u64,
    /// Empty where one is taken back.
    id: Box<str>,
    message: Outgoing,
}

impl Unsent {
    pub(super) fn push(&mut self, call: u64, id: Box<str>, message: Outgoing) {
        self.0.push_back(Question { call, id, message });
    }

    pub(super) fn withdraw(&mut self, id: &str) -> bool {
        let at = self.0.iter().position(|question| *question.id == *id);
        at.and_then(|at| self.0.remove(at)).is_some()
    }

    pub(super) fn pop(&mut self) -> Option<Outgoing> {
        self.0.pop_front().map(|question| question.message)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn take_all(&mut self, call: u64) -> Vec<Bytes> {
        let (own, others): (VecDeque<_>, _) =
            self.0.drain(..).partition(|question| question.call == call);
        self.0 = others;
        own.into_iter().map(|question| question.message.message).collect()
    }
}
