//! The log on stderr, where the program brings no subscriber of its own.
//!
//! A line is put into a bounded queue, which a thread of its own writes:
//! whoever holds the other end of stderr and does not read stops nothing.

mod format;
mod json;
mod output;
mod panics;
mod queue;
mod shown;
mod switch;
mod text;

pub(crate) use format::Format;
pub(crate) use switch::switching;

use std::time::Duration;

use tracing::{Level, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Layer, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Registry, fmt, reload};

use queue::QUEUE;

/// How long the end of the process waits for whoever reads stderr.
const PATIENCE: Duration = Duration::from_millis(500);

/// Who listens to the program beside the log.
pub(crate) type Listener = Box<dyn Layer<Registry> + Send + Sync>;

/// Writes the log to stderr, unless the program set up its own.
///
/// `RUST_LOG` chooses what is written, such as `info` or
/// `warn,mcp_runtime=debug`. Default: `level`. `program` is the name of the
/// server, which SIGUSR1 makes talkative beside the runtime.
pub(crate) fn init(format: Option<Format>, program: &str, level: Level, other: Option<Listener>) {
    // Empty is none, as compose files pass on what is not set.
    let wanted = std::env::var("RUST_LOG").ok().filter(|text| !text.trim().is_empty());
    let filter = wanted.as_deref().and_then(|text| text.parse::<Targets>().ok());
    let unusable = wanted.filter(|_| filter.is_none());
    let filter = filter.unwrap_or_else(|| Targets::new().with_default(level));
    let format = format.unwrap_or_else(Format::suited);
    let usual = filter.clone();
    let installed = match other {
        None => {
            let (switched, handle) = reload::Layer::new(filter);
            let all = tracing_subscriber::registry().with(lines(format)).with(switched);
            all.try_init().map(|()| switch::keep(handle, usual, program))
        }
        // Which lines are written says nothing of what another hears.
        Some(other) => {
            let (switched, handle) = reload::Layer::new(filter);
            let lines = lines(format).with_filter(switched);
            let all = tracing_subscriber::registry().with(other).with(lines);
            all.try_init().map(|()| switch::keep(handle, usual, program))
        }
    };
    if installed.is_err() {
        return;
    }
    QUEUE.says_losses_as(format);
    panics::log();
    if let Some(text) = unusable {
        tracing::warn!(RUST_LOG = text, "RUST_LOG is not a filter; logging at {level}");
    }
}

fn lines<S>(format: Format) -> impl Layer<S> + Send + Sync
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fmt::layer()
        .with_writer(|| &QUEUE)
        .fmt_fields(format::Fields(format))
        .event_format(format::Lines::new(format))
}

/// Writes a line that is none of the log's: it is there whatever is logged.
pub(crate) fn say(text: &str) {
    QUEUE.push(format!("{text}\n").as_bytes());
}

/// Writes nothing more: stderr belongs to others from here on.
pub(crate) fn mute() {
    QUEUE.flush(PATIENCE);
    QUEUE.mute();
}

/// Lines for which there was no room, or that could not be written.
pub(crate) fn lost() -> u64 {
    QUEUE.lost()
}

/// Waits until what was logged is written, though not for long, and says
/// whether it was. For what ends the process at once.
pub(crate) fn flush() -> bool {
    QUEUE.flush(PATIENCE)
}

/// Whatever is still to be written is, once this is dropped: at the end of
/// the server, however that comes.
pub(crate) struct Flushed(());

impl Flushed {
    /// A server is about to begin, maybe not the first one of this process.
    pub(crate) fn at_the_end() -> Self {
        QUEUE.resume();
        Self(())
    }
}

impl Drop for Flushed {
    fn drop(&mut self) {
        QUEUE.finish(PATIENCE);
    }
}
