use std::collections::HashMap;

use crate::dispatch::BatchAnswers;

/// Where the answer to a request goes.
#[derive(Debug, Clone, Copy)]
pub(super) enum To {
    /// It is a line of its own.
    Line,
    /// It waits for the others of its batch.
    Batch(u64),
}

/// Collects the answers of each batch until the last one is there. Holds no
/// batch but those with a call that runs or is parked.
#[derive(Default)]
pub(super) struct Batches {
    next: u64,
    open: HashMap<u64, Open>,
}

struct Open {
    answers: BatchAnswers,
    missing: usize,
}

impl Batches {
    /// Begins a batch of this many parts.
    pub(super) fn open(&mut self, parts: usize) -> u64 {
        let number = self.next;
        self.next += 1;
        self.open.insert(number, Open { answers: BatchAnswers::default(), missing: parts });
        number
    }

    /// Takes the answer of one part, if it has one; returns the whole once
    /// nothing is missing from it.
    pub(super) fn close_part(&mut self, number: u64, answer: Option<&[u8]>) -> Option<Vec<u8>> {
        let batch = self.open.get_mut(&number)?;
        if let Some(answer) = answer {
            batch.answers.push(answer);
        }
        batch.missing -= 1;
        if batch.missing > 0 {
            return None;
        }
        self.open.remove(&number)?.answers.finish()
    }
}
