//! What is wrong only in company.

use super::choose::{Chosen, Origin, calls};
use super::key::Key;
use super::mistake::Mistakes;
use super::program::Program;
use super::value::Value;
use crate::auth::Rule;
use crate::usage::Amount;

/// Checks the settings of one tool, or of the server, against each other.
/// `section` is its table in the file.
pub(super) fn check(
    section: &str,
    chosen: &[Chosen<'_>],
    program: &Program,
    mistakes: &mut Mistakes,
) {
    if !program.authenticates {
        auth(section, chosen, mistakes);
    }
    queue(section, chosen, mistakes);
    units(section, chosen, mistakes);
}

/// A demand that nobody could ever meet.
fn auth(section: &str, chosen: &[Chosen<'_>], mistakes: &mut Mistakes) {
    for chosen in chosen {
        let Value::Auth(Rule::Scopes(_)) = chosen.value else { continue };
        let Some(place) = chosen.origin.place() else { continue };
        let section = if let Origin::Defaults(_) = chosen.origin { "defaults" } else { section };
        mistakes.add(
            place,
            &format!("{section}.auth"),
            "nothing authenticates the callers of this program; remove the line, or have `.auth(..)` \
             added to it",
        );
    }
}

/// Only what was written for this very tool: a default waits for the tools
/// that it fits, and an attribute may have been switched off.
fn queue(section: &str, chosen: &[Chosen<'_>], mistakes: &mut Mistakes) {
    if calls(chosen).is_some() {
        return;
    }
    for chosen in chosen {
        if let (Key::Queue | Key::QueueTimeout, Origin::Own(place)) = (chosen.key, &chosen.origin) {
            mistakes.add(
                place,
                &format!("{section}.{}", chosen.key.name()),
                "there is no queue without a limit before which to wait; set `concurrency` as \
                 well, or remove this",
            );
        }
    }
}

fn units(section: &str, chosen: &[Chosen<'_>], mistakes: &mut Mistakes) {
    let amounts: Vec<(&Chosen<'_>, Amount)> = chosen
        .iter()
        .filter_map(|chosen| match chosen.value {
            Value::Cost(cost) => Some((chosen, cost)),
            Value::Budget(budget) => Some((chosen, budget.amount)),
            _ => None,
        })
        .collect();
    let [(cost, price), (budget, most)] = amounts.as_slice() else { return };
    if price.unit() == most.unit() {
        return;
    }
    // What the operator wrote is what the operator can mend.
    for (at, other) in [(budget, cost), (cost, budget)] {
        let Some(place) = at.origin.place() else { continue };
        let section = if let Origin::Defaults(_) = at.origin { "defaults" } else { section };
        let problem = format!(
            "{} is in another unit than the {} {} ({}); write both in one",
            at.value,
            other.key.name(),
            other.value,
            other.origin.source(),
        );
        return mistakes.add(place, &format!("{section}.{}", at.key.name()), problem);
    }
}
