use std::time::Duration;

use serde_json::{Value, json};

use crate::rng::Rng;

/// What a client does next.
pub(crate) enum Move {
    Call(Call),
    Malformed(Malformed),
}

/// One call, and what may become of it.
pub(crate) struct Call {
    pub(crate) tool: &'static str,
    pub(crate) arguments: Value,
    pub(crate) key: Option<String>,
    pub(crate) wants_progress: bool,
    /// `OK`, or the codes that it may fail with.
    pub(crate) codes: &'static [&'static str],
    /// What it must say if it succeeds.
    pub(crate) text: Option<String>,
    /// Given up after so long.
    pub(crate) patience: Option<Duration>,
}

/// What is not a call that could reach a tool.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Malformed {
    NotJson,
    /// Over HTTP also the end of the connection.
    Cut,
    NotUtf8,
    OldJsonRpc,
    UnknownMethod,
    UnknownTool,
    ListOfArguments,
    TooLong,
}

const OK: &[&str] = &["OK"];

impl Call {
    pub(crate) fn new(
        tool: &'static str,
        arguments: Value,
        codes: &'static [&'static str],
    ) -> Self {
        let (key, text, patience) = (None, None, None);
        Self { tool, arguments, key, wants_progress: false, codes, text, patience }
    }
}

impl Move {
    pub(crate) fn random(rng: &mut Rng) -> Self {
        if rng.permille(25) {
            return Self::Malformed(malformed(rng));
        }
        let mut call = match rng.below(100) {
            0..30 => plain(rng),
            30..45 => limited(rng),
            45..60 => failing(rng),
            60..75 => scarce(rng),
            75..88 => repeated(rng),
            88..94 => sized(rng),
            _ => timed(rng),
        };
        let slow = matches!(call.tool, "nap" | "pinned" | "count" | "one_at_a_time");
        if rng.permille(if slow { 300 } else { 50 }) {
            call.patience = Some(rng.micros(if slow { 5_000 } else { 300 }));
        }
        Self::Call(call)
    }
}

fn malformed(rng: &mut Rng) -> Malformed {
    if rng.permille(10) {
        return Malformed::TooLong; // each is more than 4 MiB
    }
    rng.one_of(&[
        Malformed::NotJson,
        Malformed::Cut,
        Malformed::NotUtf8,
        Malformed::OldJsonRpc,
        Malformed::UnknownMethod,
        Malformed::UnknownTool,
        Malformed::ListOfArguments,
    ])
}

fn plain(rng: &mut Rng) -> Call {
    let (a, b) = (rng.below(1_000), rng.below(1_000));
    if rng.permille(100) {
        return Call::new("whoami", json!({}), OK);
    }
    if rng.permille(800) {
        let text = Some((a + b).to_string());
        return Call { text, ..Call::new("add", json!({"a": a, "b": b}), OK) };
    }
    let text = "\u{e9}".repeat(usize::try_from(a).expect("below 1,000"));
    Call { text: Some(text.clone()), ..Call::new("echo", json!({"text": text}), OK) }
}

fn limited(rng: &mut Rng) -> Call {
    const CODES: &[&str] = &["OK", "RATE_LIMITED"];
    match rng.below(3) {
        0 => Call::new("limited", json!({}), CODES),
        1 => Call::new("paired", json!({}), CODES),
        _ => Call::new("per_account", json!({"account": rng.below(500).to_string()}), CODES),
    }
}

fn failing(rng: &mut Rng) -> Call {
    if rng.permille(400) {
        let kind = rng.one_of(&["panic", "task", "index"]);
        return Call::new("crash", json!({"kind": kind}), &["INTERNAL"]);
    }
    let (kind, codes): (_, &[_]) = rng.one_of(&[
        ("plain", &["NOT_FOUND"]),
        ("retryable", &["BUSY"]),
        ("retry_after", &["RESTING"]),
        ("details", &["TOO_MANY"]),
        ("transparent", &["INNER"]),
        ("private", &["INTERNAL"]),
        ("built", &["BUILT"]),
        ("internal", &["INTERNAL"]),
    ]);
    Call::new("fail", json!({"kind": kind}), codes)
}

fn scarce(rng: &mut Rng) -> Call {
    match rng.below(4) {
        0 => Call::new("priced", json!({}), &["OK", "BUDGET_EXCEEDED"]),
        1 => Call::new("flaky", json!({"ok": false}), &["UPSTREAM", "CIRCUIT_OPEN"]),
        2 => Call::new("flaky", json!({"ok": true}), &["OK", "CIRCUIT_OPEN"]),
        _ => Call::new("one_at_a_time", json!({"ms": rng.below(3)}), &["OK", "OVERLOADED"]),
    }
}

fn repeated(rng: &mut Rng) -> Call {
    if rng.permille(500) {
        return Call::new("cached", json!({}), OK);
    }
    let key = Some(format!("key-{}", rng.below(2_000)));
    Call { key, ..Call::new("once", json!({}), OK) }
}

fn sized(rng: &mut Rng) -> Call {
    const TOO_LARGE: &[&str] = &["OUTPUT_TOO_LARGE"];
    match rng.below(100) {
        0..40 => Call::new("flood", json!({"bytes": rng.below(60_000)}), OK),
        40..59 => Call::new("flood", json!({"bytes": 65_000 + rng.below(200_000)}), TOO_LARGE),
        59 => Call::new("flood", json!({"bytes": 16_000_000}), TOO_LARGE),
        60..80 => Call::new("flood", json!({"bytes": 17_000_000}), &["INVALID_INPUT"]),
        _ => {
            let arguments = json!({"n": 11, "code": "abc", "tags": ["a", "a"], "mode": "lazy"});
            Call::new("bounded", arguments, &["INVALID_INPUT"])
        }
    }
}

fn timed(rng: &mut Rng) -> Call {
    const LATE: &[&str] = &["TIMEOUT"];
    const EITHER: &[&str] = &["OK", "TIMEOUT"]; // on a busy machine
    let quick = rng.below(8);
    match rng.below(100) {
        0..3 => Call::new("nap", json!({"ms": 5_000}), LATE),
        3 => Call::new("pinned", json!({"ms": 1_500}), LATE),
        4..44 => Call::new("nap", json!({"ms": quick}), EITHER),
        44..54 => Call::new("pinned", json!({"ms": quick}), EITHER),
        _ => {
            let arguments = json!({"n": quick, "ms": rng.below(2)});
            Call { wants_progress: true, ..Call::new("count", arguments, OK) }
        }
    }
}
