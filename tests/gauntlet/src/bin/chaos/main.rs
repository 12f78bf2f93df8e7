//! A storm of calls against the real server: every guard, every way to fail,
//! clients that leave and clients that talk nonsense, over 32 HTTP connections
//! and four stdio ones at once.
//!
//! Every request must get exactly one answer, nothing may be left behind, and
//! the ledger must agree with what the clients saw. Talks to its own children
//! only, and stops by itself.
//!
//! ```sh
//! cargo build --release -p gauntlet && target/release/chaos --calls 200000 --seed 1
//! ```

mod aftermath;
mod http;
mod ledger;
mod message;
mod plan;
mod response;
mod rng;
mod server;
mod side;
mod stdio;
mod tally;

use std::io::{Error, Result};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use side::Side;

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Processes on stdio.
const PIPES: u64 = 4;

fn main() -> ExitCode {
    let folder = std::env::temp_dir().join(format!("gauntlet-chaos-{}", std::process::id()));
    let outcome = std::fs::create_dir_all(&folder).and_then(|()| run(&folder));
    let _ = std::fs::remove_dir_all(&folder);
    match outcome {
        Ok(0) => ExitCode::SUCCESS,
        Ok(complaints) => {
            eprintln!("chaos: {complaints} complaints");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("chaos: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(folder: &std::path::Path) -> Result<usize> {
    let calls = option("--calls")?.unwrap_or(200_000);
    let seed = option("--seed")?.unwrap_or(1);
    println!("{calls} calls, seed {seed}");
    let mut sides = vec![Side::http(folder)?];
    for index in 0..PIPES {
        sides.push(Side::stdio(folder, index)?);
    }
    let start = Instant::now();
    storm(&mut sides, calls, seed);
    let took = start.elapsed();
    println!("the storm took {:.1} s", took.as_secs_f64());
    // The longest window, that of `paired`.
    thread::sleep(Duration::from_secs(4));
    // Half of the calls came after the middle: 40 bytes kept for each of them
    // would show in the full run.
    let allowance = 4_096 + calls / 2 * 40 / 1_024;
    let reports: Vec<_> = thread::scope(|scope| {
        let spawn = |side: &'_ mut Side| (side.name.clone(), side.aftermath(allowance));
        let threads: Vec<_> =
            sides.iter_mut().map(|side| scope.spawn(move || spawn(side))).collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    let mut complaints = sides.len() - reports.len();
    for (side, (name, (before, after, surplus))) in sides.iter().zip(&reports) {
        let tally = side.tally.lock();
        let answers: u64 = tally.answered.values().sum();
        let given_up: u64 = tally.given_up.values().sum();
        println!(
            "{name}: {} sent, {answers} calls answered, {given_up} given up, {} refused before a \
             tool, {} cut short; ledger: {} lines, {} of them of calls given up",
            tally.sent, tally.refused, tally.cut, surplus.lines, surplus.unseen
        );
        let middle = side.middle.map_or(0, |middle| middle.kib);
        println!(
            "  memory {} KiB at the start, {middle} in the middle, {} at the end; threads {} and \
             {}, files {} and {}",
            before.kib, after.kib, before.threads, after.threads, before.files, after.files
        );
        for complaint in &tally.complaints {
            eprintln!("  {complaint}");
        }
        complaints += tally.complaints.len();
    }
    Ok(complaints + totals(&sides))
}

/// Half of the calls over HTTP, the others over stdio.
fn storm(sides: &mut [Side], calls: u64, seed: u64) {
    let share = |index: usize| if index == 0 { calls / 2 } else { calls / 2 / PIPES };
    // In two parts, with a look in between, when nothing runs.
    for part in 0..2 {
        thread::scope(|scope| {
            for (index, side) in sides.iter_mut().enumerate() {
                let seed = seed ^ (part << 8 | index as u64) << 32;
                scope.spawn(move || side.storm(seed, share(index) / 2));
            }
        });
        if part == 0 {
            for side in &mut *sides {
                side.middle = side.held();
            }
        }
    }
}

/// Shows how calls ended. A storm in which some guard never spoke shows
/// nothing, so each must have.
fn totals(sides: &[Side]) -> usize {
    const GUARDS: [&str; 9] = [
        "BUDGET_EXCEEDED",
        "CIRCUIT_OPEN",
        "INTERNAL",
        "INVALID_INPUT",
        "OK",
        "OUTPUT_TOO_LARGE",
        "OVERLOADED",
        "RATE_LIMITED",
        "TIMEOUT",
    ];
    let mut totals = std::collections::BTreeMap::<String, u64>::new();
    for side in sides {
        for ((_, code), count) in side.tally.counts() {
            *totals.entry(code).or_default() += count;
        }
    }
    let words: Vec<String> = totals.iter().map(|(code, count)| format!("{code} {count}")).collect();
    println!("outcomes: {}", words.join(", "));
    let silent = GUARDS.iter().filter(|code| !totals.contains_key(**code));
    silent.inspect(|code| eprintln!("  no call came to {code}")).count()
}

fn option(name: &str) -> Result<Option<u64>> {
    let value = std::env::args().skip_while(|argument| argument != name).nth(1);
    let parsed = value.map(|value| value.parse()).transpose();
    parsed.map_err(|error| Error::other(format!("{name}: {error}")))
}
