//! What is wrong only in company.

use super::choose::{Chosen, Origin, calls};
use super::key::Key;
use super::mistake::Mistakes;
use super::value::Value;
use crate::usage::Amount;

/// Checks the settings of one tool, or of the server, against each other.
/// `section` is its table in the file.
pub(super) fn check(section: &str, chosen: &[Chosen<'_>], mistakes: &mut Mistakes) {
    queue(section, chosen, mistakes);
    units(section, chosen, mistakes);
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
