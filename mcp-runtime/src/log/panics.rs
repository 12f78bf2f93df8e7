use std::any::Any;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::{PanicHookInfo, set_hook, take_hook};
use std::thread;

use tracing::{Level, enabled, error};

use super::shown;

const TARGET: &str = "mcp_runtime::panic";

/// Makes lines of the log of panics.
///
/// The standard library's hook writes to stderr itself, and a tool that
/// panics would wait there for whoever does not read it. A hook that holds
/// anything is not the standard one and is called as well.
pub(super) fn log() {
    let before = take_hook();
    let standard = size_of_val(&*before) == 0;
    set_hook(Box::new(move |info| {
        line(info);
        if !standard {
            before(info);
        }
        if cfg!(panic = "abort") {
            super::flush();
        }
    }));
}

fn line(info: &PanicHookInfo<'_>) {
    let thread = thread::current();
    let thread = thread.name().unwrap_or("unnamed");
    let location = info.location().map(ToString::to_string).unwrap_or_default();
    let message = message(info.payload());
    let backtrace = Backtrace::capture();
    if !shown::is_under_way() && enabled!(target: TARGET, Level::ERROR) {
        let shown = backtrace.status() == BacktraceStatus::Captured;
        let backtrace = shown.then(|| tracing::field::display(&backtrace));
        error!(target: TARGET, thread, location, backtrace, "panicked: {message}");
    } else {
        // Silence was meant for the log, not for bugs. A bug in what is just
        // being logged must not come in between.
        let text = format!("thread '{thread}' panicked at {location}: {message}");
        let mut line = String::with_capacity(text.len());
        let _ = std::fmt::Write::write_str(&mut super::text::OneLine(&mut line), &text);
        super::say(&line);
    }
}

fn message(payload: &dyn Any) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("unknown")
}
