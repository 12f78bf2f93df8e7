//! What an evaluation is asked for: a verdict, a count, or the violations themselves.

use super::{
    got,
    limits::MAX_VIOLATIONS,
    place::{Place, push_token},
    violation::{Violation, Violations},
};

/// Mistakes beyond which one alternative is no better than another.
const TALLIED: usize = 64;

/// One evaluator serves all three, so that they cannot disagree.
pub(super) enum Report {
    /// Stops at the first violation and words nothing: all that a valid instance costs.
    Verdict {
        failed: bool,
    },
    /// How far an alternative is from matching.
    Tally(Tally),
    Collect(Collected),
}

#[derive(Default)]
pub(super) struct Tally {
    /// The depth of the value that has alternatives.
    base: usize,
    /// Violations of that value itself; few of them mean that the alternative is of the right kind.
    shallow: usize,
    total: usize,
}

#[derive(Default)]
pub(super) struct Collected {
    /// With the position in the document, to sort by.
    found: Vec<(Vec<usize>, Violation)>,
    more: bool,
}

/// A violation and where it sorts.
pub(super) struct Finding {
    position: Vec<usize>,
    violation: Violation,
}

impl Finding {
    pub(super) fn at(place: &Place<'_>, expected: impl Into<String>) -> Self {
        Self {
            position: place.position(),
            violation: Violation {
                pointer: place.pointer(),
                expected: expected.into(),
                got: got::quote(place.value),
            },
        }
    }

    /// A member that the object does not have.
    pub(super) fn missing(object: &Place<'_>, name: &str, expected: impl Into<String>) -> Self {
        let mut pointer = object.pointer();
        push_token(&mut pointer, name);
        Self {
            position: object.position(),
            violation: Violation {
                pointer,
                expected: expected.into(),
                got: got::NOTHING.to_owned(),
            },
        }
    }
}

impl Report {
    pub(super) const fn verdict() -> Self {
        Self::Verdict { failed: false }
    }

    pub(super) fn tally(place: &Place<'_>) -> Self {
        Self::Tally(Tally { base: place.depth, ..Tally::default() })
    }

    pub(super) fn collect() -> Self {
        Self::Collect(Collected::default())
    }

    /// Records a violation of the value at that depth.
    pub(super) fn fail(&mut self, depth: usize, finding: impl FnOnce() -> Finding) {
        match self {
            Self::Verdict { failed } => *failed = true,
            Self::Tally(tally) => {
                tally.total += 1;
                tally.shallow += usize::from(depth == tally.base);
            }
            Self::Collect(collected) => collected.add(finding()),
        }
    }

    /// Records that the evaluation was given up, which is said elsewhere.
    pub(super) const fn abort(&mut self) {
        match self {
            Self::Verdict { failed } => *failed = true,
            Self::Tally(tally) => tally.total = TALLIED,
            Self::Collect(_) => {}
        }
    }

    /// Whether nothing that follows can change the outcome.
    pub(super) const fn stop(&self) -> bool {
        match self {
            Self::Verdict { failed } => *failed,
            Self::Tally(tally) => tally.total >= TALLIED,
            Self::Collect(collected) => collected.more,
        }
    }

    pub(super) const fn is_verdict(&self) -> bool {
        matches!(self, Self::Verdict { .. })
    }

    pub(super) const fn is_collecting(&self) -> bool {
        matches!(self, Self::Collect(_))
    }

    pub(super) const fn has_findings(&self) -> bool {
        matches!(self, Self::Collect(collected) if !collected.found.is_empty())
    }

    /// Lower is nearer to matching.
    pub(super) const fn distance(&self) -> (usize, usize) {
        match self {
            Self::Tally(tally) => (tally.shallow, tally.total),
            Self::Verdict { .. } | Self::Collect(_) => (0, 0),
        }
    }

    /// Hands over what was collected, in the order of the document.
    pub(super) fn deliver(self, out: &mut Violations) {
        if let Self::Collect(mut collected) = self {
            collected.found.sort_by(|(a, _), (b, _)| a.cmp(b));
            for (_, violation) in collected.found {
                out.push(violation);
            }
            if collected.more {
                out.note_more();
            }
        }
    }
}

impl Collected {
    fn add(&mut self, finding: Finding) {
        // `allOf` and references can say the same thing twice.
        let known = |(_, violation): &(_, Violation)| *violation == finding.violation;
        if self.found.iter().any(known) {
            return;
        }
        if self.found.len() == MAX_VIOLATIONS {
            self.more = true;
        } else {
            self.found.push((finding.position, finding.violation));
        }
    }
}
