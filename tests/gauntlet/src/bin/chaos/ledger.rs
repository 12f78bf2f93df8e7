use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::tally::{Counts, Seen};

/// What the ledger says that the clients cannot.
pub(crate) struct Surplus {
    pub(crate) lines: u64,
    /// Lines of calls whose clients got no answer.
    pub(crate) unseen: u64,
}

/// Holds the ledger against what the clients saw: one final line for each
/// call that reached a tool, with the outcome that its client was told.
///
/// Where `all_arrive`, that is so for calls that were given up as well; over
/// HTTP a client may be gone before its request was read.
pub(crate) fn compare(path: &Path, seen: &mut Seen, all_arrive: bool) -> Surplus {
    let text = read(path);
    let (mut ids, mut counts, mut spent) = (HashSet::new(), Counts::new(), 0.0);
    let mut missing = std::mem::take(&mut seen.errors);
    let mut complaints = Vec::new();
    for line in text.lines() {
        let Ok(line) = serde_json::from_str::<Value>(line) else {
            complaints.push(format!("not JSON: {line}"));
            continue;
        };
        if line.get("event").is_some() {
            continue;
        }
        let word = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
        let (id, tool, outcome) = (word("requestId"), word("tool"), word("outcome"));
        if let Some(told) = missing.remove(&id)
            && told != (tool.clone(), outcome.clone())
        {
            complaints.push(format!("the client was told {told:?}: {line}"));
        }
        if !ids.insert(id) {
            complaints.push(format!("a second final line: {line}"));
        }
        spent += word("cost").parse().unwrap_or(0.0);
        *counts.entry((tool, outcome)).or_default() += 1;
    }
    complaints.extend(missing.iter().take(5).map(|error| format!("no line for {error:?}")));
    let mut unseen = BTreeMap::<&str, u64>::new();
    for (key, told) in &seen.answered {
        if counts.get(key).is_none_or(|count| count < told) {
            complaints.push(format!("{key:?}: {told} told, {:?} written", counts.get(key)));
        }
    }
    for (key, count) in &counts {
        let told = seen.answered.get(key).copied().unwrap_or(0);
        *unseen.entry(&*key.0).or_default() += count.saturating_sub(told);
    }
    for (tool, lines) in &unseen {
        let given_up = seen.given_up.get(tool).copied().unwrap_or(0);
        if *lines > given_up || all_arrive && *lines != given_up {
            complaints.push(format!("{tool}: {lines} lines more, {given_up} calls given up"));
        }
    }
    // Four calls at fifty cents are the budget of a day.
    let paid = counts.get(&("priced".to_owned(), "OK".to_owned())).copied().unwrap_or(0);
    if (spent - 2.0_f64).abs() > 1e-9 || paid != 4 {
        complaints.push(format!("{paid} calls were paid with {spent}, not 4 with 2"));
    }
    seen.complaints.extend(complaints.into_iter().take(20));
    Surplus { lines: counts.values().sum(), unseen: unseen.values().sum() }
}

/// All of it: the full files first, of which the server keeps eight.
fn read(path: &Path) -> String {
    let full = (1..=8).rev().map(|number| format!("{}.{number}", path.display()));
    let files = full.chain([path.display().to_string()]);
    files.filter_map(|file| fs::read_to_string(file).ok()).collect()
}
