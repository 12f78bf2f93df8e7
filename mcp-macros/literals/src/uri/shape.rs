//! Which of two patterns is the more specific.

use super::pattern::{Fragment, Kind, Pattern, Step};
use super::unit::Unit;

/// A template from left to right, without the names of its variables. Of two that fit a URI, the one
/// that comes first is the more specific: where they part, text goes before the end, the end before
/// a segment, a segment before several, and the path before the query.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Text(Unit),
    End,
    Variable(Kind),
    Query,
    Fragment,
}

impl Pattern {
    /// What decides between patterns.
    pub(super) fn rank(&self) -> Vec<Rank> {
        let text = |units: &[Unit]| units.iter().copied().map(Rank::Text).collect::<Vec<_>>();
        let sign = |sign: u8| Rank::Text(Unit::Plain(sign));
        let mut shape = Vec::new();
        for step in &self.path {
            match step {
                Step::Literal(units) => shape.extend(text(units)),
                Step::Variable { kind, .. } => shape.push(Rank::Variable(kind.clone())),
            }
        }
        if let Some(query) = &self.query {
            let mut fixed = query.fixed.clone();
            fixed.sort();
            for (index, (name, value)) in fixed.iter().enumerate() {
                shape.push(sign(if index == 0 { b'?' } else { b'&' }));
                shape.extend(text(name));
                shape.push(sign(b'='));
                shape.extend(text(value));
            }
            if !query.names.is_empty() {
                shape.push(Rank::Query);
            }
        }
        match &self.fragment {
            Fragment::None => {}
            Fragment::Fixed(units) => {
                shape.push(sign(b'#'));
                shape.extend(text(units));
            }
            Fragment::Variable => shape.push(Rank::Fragment),
        }
        shape.push(Rank::End);
        shape
    }
}
