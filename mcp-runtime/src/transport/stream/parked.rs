use std::collections::{BTreeMap, HashMap};

use bytes::Bytes;

use super::batches::To;
use crate::dispatch::Session;
use crate::protocol::Id;

/// Calls that wait until fewer others run, as the lines they came in.
///
/// Reading stops once there are more of them than the bounds say. The line
/// that goes beyond is still kept, so nothing that was read is lost, and
/// what follows it is still read while the bounds are just reached.
pub(super) struct Parked {
    calls: BTreeMap<u64, Call>,
    ids: HashMap<Box<str>, u64>,
    next: u64,
    bytes: usize,
    most: usize,
    most_bytes: usize,
}

pub(super) struct Call {
    key: Box<str>,
    pub(super) line: Bytes,
    pub(super) to: To,
    /// As it was when the line came: a later handshake does not change it.
    pub(super) session: Option<Session>,
}

impl Parked {
    pub(super) fn new(most: usize, most_bytes: usize) -> Self {
        Self { calls: BTreeMap::new(), ids: HashMap::new(), next: 0, bytes: 0, most, most_bytes }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    pub(super) fn is_over(&self) -> bool {
        self.calls.len() > self.most || self.bytes > self.most_bytes
    }

    pub(super) fn contains(&self, id: Id<'_>) -> bool {
        self.ids.contains_key(&*id.key())
    }

    /// Adds a call whose id is not in here yet.
    pub(super) fn add(&mut self, id: Id<'_>, line: &Bytes, to: To, session: Option<Session>) {
        // A copy: the line is a part of the buffer that it was read into, and
        // would keep all of it.
        let line = Bytes::copy_from_slice(line);
        let key: Box<str> = id.key().into();
        self.bytes += line.len();
        self.ids.insert(key.clone(), self.next);
        self.calls.insert(self.next, Call { key, line, to, session });
        self.next += 1;
    }

    /// The call that waits longest.
    pub(super) fn pop(&mut self) -> Option<Call> {
        let (_, call) = self.calls.pop_first()?;
        self.ids.remove(&call.key);
        self.bytes -= call.line.len();
        Some(call)
    }

    /// Takes the call of this id out of its turn.
    pub(super) fn remove(&mut self, id: Id<'_>) -> Option<Call> {
        let call = self.calls.remove(&self.ids.remove(&*id.key())?)?;
        self.bytes -= call.line.len();
        Some(call)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Clone)]
    enum Step {
        Add(u8, usize),
        Remove(u8),
        Pop,
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            3 => (0_u8..12, 0_usize..40).prop_map(|(id, length)| Step::Add(id, length)),
            1 => (0_u8..12).prop_map(Step::Remove),
            2 => Just(Step::Pop),
        ]
    }

    proptest! {
        /// Against the plain list that it stands for.
        #[test]
        fn calls_leave_in_their_order_and_are_counted_right(
            steps in proptest::collection::vec(step(), 0..80),
        ) {
            let (most, most_bytes) = (4, 60);
            let mut parked = Parked::new(most, most_bytes);
            let mut model: Vec<(u8, usize)> = Vec::new();
            for step in steps {
                match step {
                    Step::Add(id, length) => {
                        let taken = model.iter().any(|(other, _)| *other == id);
                        let text = id.to_string();
                        let buf = serde_json::from_str(&text).ok().and_then(Id::from_raw);
                        let id_here = buf.expect("a number is an id");
                        prop_assert_eq!(parked.contains(id_here), taken);
                        if !taken {
                            let line = Bytes::from(vec![id; length]);
                            parked.add(id_here, &line, To::Line, None);
                            model.push((id, length));
                        }
                    }
                    Step::Remove(id) => {
                        let text = id.to_string();
                        let buf = serde_json::from_str(&text).ok().and_then(Id::from_raw);
                        let removed = parked.remove(buf.expect("a number is an id"));
                        let at = model.iter().position(|(other, _)| *other == id);
                        let expected = at.map(|at| model.remove(at).1);
                        prop_assert_eq!(removed.map(|call| call.line.len()), expected);
                    }
                    Step::Pop => {
                        let expected = (!model.is_empty()).then(|| model.remove(0));
                        let popped = parked.pop().map(|call| (call.key.to_string(), call.line.len()));
                        prop_assert_eq!(popped, expected.map(|(id, length)| (id.to_string(), length)));
                    }
                }
                let bytes: usize = model.iter().map(|(_, length)| length).sum();
                prop_assert_eq!(parked.is_empty(), model.is_empty());
                prop_assert_eq!(parked.is_over(), model.len() > most || bytes > most_bytes);
            }
        }
    }
}
