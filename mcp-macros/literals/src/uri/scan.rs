//! Which part of a path is whose.

use std::cmp::Reverse;
use std::ops::Range;

use super::pattern::{Kind, Step};
use super::unit::Unit;

/// How well a step and those behind it read the rest of a path from some place on: not at all,
/// or [`FITS`], or better, the fewer optional steps are left out before one is there.
type Fit = u8;

const NOT: Fit = 0;
const PRESENT: Fit = 1;
const FITS: Fit = Fit::MAX;

/// What each variable of the steps reads of a path, if they read all of it. There is no backtracking,
/// and the work is bounded by the path's length times the template's: first it is noted for each step and each place, from the last to the first, whether the steps
/// from there on can read all of the rest. Then each variable takes the most that it can, such that
/// optional ones behind it are there.
pub(super) fn scan(steps: &[Step], path: &[Unit]) -> Option<Vec<Option<Range<usize>>>> {
    // Most URIs are of another template.
    if let Some(Step::Literal(first)) = steps.first()
        && !path.starts_with(first)
    {
        return None;
    }
    let width = path.len() + 1;
    let mut table = vec![NOT; width * (steps.len() + 1)];
    table[width * (steps.len() + 1) - 1] = FITS;
    for (index, step) in steps.iter().enumerate().rev() {
        let (row, next) = table[index * width..].split_at_mut(width);
        fill(step, path, row, &next[..width]);
    }
    (table[0] != NOT).then(|| forward(steps, path, &table))
}

/// Notes for each place how `step` fits there, knowing how the one behind it does.
fn fill(step: &Step, path: &[Unit], row: &mut [Fit], next: &[Fit]) {
    if let Step::Literal(literal) = step {
        for (at, fit) in row.iter_mut().enumerate() {
            if path[at..].starts_with(literal) && next[at + literal.len()] != NOT {
                *fit = FITS;
            }
        }
        return;
    }
    values(step, path, row, next);
    if let Step::Variable { kind, .. } = step
        && kind.is_optional()
    {
        // Upwards, so that what is looked up to the right is about values still.
        for at in 0..row.len() {
            let value = |at: usize| row[at] != NOT;
            row[at] = match (written(kind, path, at, next, value), next[at]) {
                (Some(_), _) => PRESENT,
                (None, NOT) => NOT,
                (None, fit) => fit.saturating_add(1),
            };
        }
    }
}

/// Notes for each place whether a value of at least one character can begin there.
fn values(step: &Step, path: &[Unit], row: &mut [Fit], next: &[Fit]) {
    let (mut run, mut nearest) = (path.len(), usize::MAX);
    for at in (0..path.len()).rev() {
        if next[at + 1] != NOT && step.ends(path, at + 1) {
            nearest = at + 1;
        }
        if !step.holds(path, at) {
            run = at;
        }
        if run > at && nearest <= run && step.begins(path, at) {
            row[at] = FITS;
        }
    }
}

/// Where the value of an optional step begins that is there at `at`, and whether it is empty.
fn written(
    kind: &Kind,
    path: &[Unit],
    at: usize,
    next: &[Fit],
    value: impl Fn(usize) -> bool,
) -> Option<(usize, bool)> {
    let is = |at: usize, sign: u8| path.get(at) == Some(&Unit::Plain(sign));
    match kind {
        Kind::Signed(sign, _) => (is(at, *sign) && value(at + 1)).then_some((at + 1, false)),
        Kind::Parameter(name) => {
            let end = at + 1 + name.len();
            if !is(at, b';') || !path[at + 1..].starts_with(name) {
                None
            } else if is(end, b'=') && value(end + 1) {
                Some((end + 1, false))
            } else if is(end, b'=') && next[end + 1] != NOT {
                Some((end + 1, true))
            } else {
                (next[end] != NOT).then_some((end, true))
            }
        }
        Kind::Segment | Kind::Segments => None,
    }
}

/// Goes through a path that is known to fit.
fn forward(steps: &[Step], path: &[Unit], table: &[Fit]) -> Vec<Option<Range<usize>>> {
    let width = path.len() + 1;
    let (mut at, mut found) = (0, Vec::new());
    for (index, step) in steps.iter().enumerate() {
        let next = &table[(index + 1) * width..][..width];
        let best = |from: usize| {
            let held = (from..path.len()).take_while(|at| step.holds(path, *at)).count();
            let ends =
                (from + 1..=from + held).filter(|end| next[*end] != NOT && step.ends(path, *end));
            ends.min_by_key(|end| (next[*end], Reverse(*end)))
        };
        let begins = match step {
            Step::Literal(literal) => {
                at += literal.len();
                continue;
            }
            Step::Variable { kind: Kind::Segment | Kind::Segments, .. } => Some((at, false)),
            Step::Variable { kind, .. } => written(kind, path, at, next, |at| {
                at < path.len() && step.begins(path, at) && best(at).is_some()
            }),
        };
        let range = begins.map(|(from, is_empty)| {
            let end = if is_empty { None } else { best(from) };
            from..end.unwrap_or(from)
        });
        at = range.as_ref().map_or(at, |range| range.end);
        found.push(range);
    }
    found
}
