use std::sync::{Arc, Mutex};
use std::time::{Duration, UNIX_EPOCH};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::usage::ledger::Spent;
use crate::usage::{Amount, CallLog, Hook, Kind, Ledger, LedgerOptions, Recorder, Usage};

const USAGE: Usage<'_> = Usage {
    request_id: "7f3a",
    kind: Kind::Tool,
    name: "search",
    caller: "peer 127.0.0.1",
    started: UNIX_EPOCH,
    waited: Duration::from_millis(2),
    duration: Duration::from_millis(31),
    cost: Some(Amount::new(2_000_000, Some('$'))),
    outcome: "OK",
    trace_id: None,
    cached: false,
};

/// Keeps the text of every event that is not finer than its level.
#[derive(Clone)]
struct Log(Level, Arc<Mutex<Vec<String>>>);

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        use std::fmt::Write as _;
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= self.0
    }
    fn event(&self, event: &Event<'_>) {
        let mut line = Line(format!("{} {}", event.metadata().level(), event.metadata().target()));
        event.record(&mut line);
        self.1.lock().unwrap().push(line.0);
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

fn logged(level: Level, act: impl FnOnce()) -> Vec<String> {
    let log = Log(level, Arc::default());
    tracing::subscriber::with_default(log.clone(), act);
    std::mem::take(&mut *log.1.lock().unwrap())
}

#[test]
fn the_log_shows_every_member() {
    let lines = logged(Level::INFO, || {
        assert!(CallLog::is_on());
        CallLog::write(&USAGE);
        CallLog::write(&Usage { cost: None, cached: true, outcome: "TIMEOUT", ..USAGE });
    });
    let same =
        "request_id=\"7f3a\" tool=\"search\" caller=\"peer 127.0.0.1\" duration=0.031 waited=0.002";
    assert_eq!(lines.len(), 2, "{lines:?}");
    for part in ["INFO mcp_runtime::call", same, "outcome=\"OK\" cost=$0.002 cached=false"] {
        assert!(lines[0].contains(part), "{part} in {lines:?}");
    }
    for part in ["WARN mcp_runtime::call", same, "outcome=\"TIMEOUT\" cached=true"] {
        assert!(lines[1].contains(part), "{part} in {lines:?}");
    }
}

#[test]
fn a_log_of_warnings_shows_the_calls_that_the_server_failed() {
    logged(Level::WARN, || {
        assert!(!CallLog::is_on());
        let shown = ["OK", "INTERNAL", "RATE_LIMITED", "TIMEOUT"].map(CallLog::shows);
        assert_eq!(shown, [false, true, false, true]);
    });
    logged(Level::ERROR, || assert!(!CallLog::shows("INTERNAL")));
}

#[test]
fn where_nobody_listens_no_record_is_made() {
    let lines = logged(Level::INFO, || {
        assert!(Recorder::default().is_idle());
        assert!(!Recorder::new(vec![Arc::new(|_| ())], None).is_idle(), "a hook listens");
    });
    assert_eq!(lines, [""; 0]);
}

/// A payload whose destructor panics as well.
struct Malicious;

impl Drop for Malicious {
    fn drop(&mut self) {
        panic!("again");
    }
}

#[test]
fn a_hook_that_panics_fails_neither_the_call_nor_the_next_hook() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let hooks: Vec<Hook> = vec![
        Arc::new(|_| panic!("a bug of the user's")),
        Arc::new(|_| std::panic::panic_any(Malicious)),
        Arc::new({
            let seen = Arc::clone(&seen);
            move |usage| seen.lock().unwrap().push(usage.request_id.to_owned())
        }),
    ];
    let lines = logged(Level::INFO, || Recorder::new(hooks, None).record(&USAGE));
    assert_eq!(*seen.lock().unwrap(), ["7f3a"]);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines.iter().all(|line| line.contains("a usage hook panicked")), "{lines:?}");
    assert!(lines.iter().all(|line| line.contains("request_id=\"7f3a\"")), "{lines:?}");
}

#[test]
fn the_ledger_has_the_record_before_a_hook_sees_it() {
    let file = std::env::temp_dir().join(format!("recorder-{}.jsonl", std::process::id()));
    let open = || {
        let day = Duration::from_hours(24);
        Ledger::open(&file, LedgerOptions::new(), Arc::new(move |_, _| day), UNIX_EPOCH).unwrap()
    };
    let lines = Arc::new(Mutex::new(0));
    let hook: Hook = Arc::new({
        let (lines, file) = (Arc::clone(&lines), file.clone());
        move |_| {
            *lines.lock().unwrap() = std::fs::read_to_string(&file).unwrap().lines().count();
        }
    });
    let recorder = Recorder::new(vec![hook], Some(open()));
    assert!(!recorder.is_idle());
    recorder.begin(&USAGE);
    recorder.record(&USAGE);
    assert_eq!(*lines.lock().unwrap(), 2, "its start and its end");
    assert_eq!(recorder.ledger().map(Ledger::lost), Some(0));
    drop(recorder);
    let spent: Vec<Spent> = open().restore();
    std::fs::remove_file(&file).unwrap();
    assert_eq!(
        spent,
        [Spent {
            kind: Kind::Tool,
            name: "search".to_owned(),
            caller: "peer 127.0.0.1".to_owned(),
            at: UNIX_EPOCH,
            amount: Amount::new(2_000_000, Some('$')),
        }]
    );
}
