use std::sync::{Mutex, OnceLock, PoisonError};

use tracing::{Level, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::reload::Handle;

/// Turns details on and off while the server runs.
struct Switch {
    set: Box<dyn Fn(Targets) + Send + Sync>,
    usual: Targets,
    /// Whose details are shown.
    whose: Vec<String>,
    on: Mutex<bool>,
}

static SWITCH: OnceLock<Switch> = OnceLock::new();

pub(super) fn keep<S: Subscriber>(handle: Handle<Targets, S>, usual: Targets, program: &str) {
    let set = move |filter: Targets| {
        let _ = handle.reload(filter);
    };
    let crate_of = |name: &str| name.replace('-', "_");
    let file = std::env::current_exe().ok();
    let file = file.as_deref().and_then(std::path::Path::file_stem);
    let file = file.and_then(|file| file.to_str()).map(crate_of);
    let mut whose = vec!["mcp_runtime".to_owned(), crate_of(program)];
    whose.extend(file);
    whose.dedup();
    let _ = SWITCH.set(Switch { set: Box::new(set), usual, whose, on: Mutex::new(false) });
}

/// Details on, or off again.
#[cfg_attr(not(unix), expect(dead_code, reason = "there is no such signal"))]
fn turn() {
    let Some(Switch { set, usual, whose, on }) = SWITCH.get() else {
        tracing::debug!("SIGUSR1 changes nothing: the program has a log of its own");
        return;
    };
    let mut on = on.lock().unwrap_or_else(PoisonError::into_inner);
    *on = !*on;
    if *on {
        let more = whose.iter().filter(|target| !usual.would_enable(target, &Level::DEBUG));
        let more = more.fold(usual.clone(), |all, target| all.with_target(target, Level::DEBUG));
        set(more);
        tracing::info!(?whose, "the log shows more (DEBUG) until SIGUSR1 comes again");
    } else {
        // Before, since INFO may not be shown any more.
        tracing::info!("the log shows what it did before SIGUSR1");
        set(usual.clone());
    }
}

/// Turns details on or off at each SIGUSR1, for as long as it is polled.
///
/// Where the program has its own log the signal changes nothing. Nobody else
/// may listen for it, though, and then it would end the process.
pub(crate) fn switching() -> impl Future<Output = ()> + Send {
    #[cfg(unix)]
    let mut signals = {
        use tokio::signal::unix::{SignalKind, signal};
        let listening = signal(SignalKind::user_defined1());
        listening.inspect_err(|error| tracing::warn!(%error, "cannot listen for SIGUSR1")).ok()
    };
    async move {
        #[cfg(unix)]
        if let Some(signals) = &mut signals {
            while signals.recv().await.is_some() {
                turn();
            }
        }
        std::future::pending::<()>().await;
    }
}
