use std::fmt::Write as _;
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use sd_notify::NotifyState;

/// A supervisor that does not read makes whoever writes to it wait, so that is
/// a thread with nothing else to do.
static MESSENGER: OnceLock<Option<SyncSender<Message>>> = OnceLock::new();

enum Message {
    Text(String),
    /// Everything before it has been said once this is dropped.
    Flush(SyncSender<()>),
}

/// Messages that may wait; further ones are lost.
const QUEUE: usize = 16;
/// How long the end of the process may wait for them.
const PATIENCE: Duration = Duration::from_millis(500);

/// Whether there is a supervisor.
pub(super) fn is_there() -> bool {
    std::env::var_os("NOTIFY_SOCKET").is_some_and(|path| !path.is_empty())
}

/// Says it in order, and never waits; whether there was room for it.
pub(super) fn tell(states: &[NotifyState<'_>]) -> bool {
    let Some(messenger) = messenger() else { return false };
    let mut text = String::new();
    for state in states {
        let _ = writeln!(text, "{state}");
    }
    let taken = messenger.try_send(Message::Text(text)).is_ok();
    if !taken {
        tracing::debug!("the supervisor does not read what it is told (NOTIFY_SOCKET)");
    }
    taken
}

/// Waits until all is said, but not for a supervisor that does not read.
pub(super) fn flush() {
    let Some(Some(messenger)) = MESSENGER.get() else { return };
    let (said, done) = sync_channel(0);
    if messenger.try_send(Message::Flush(said)).is_ok() {
        let _ = done.recv_timeout(PATIENCE);
    }
}

fn messenger() -> Option<&'static SyncSender<Message>> {
    let start = || {
        let (sender, messages) = sync_channel(QUEUE);
        let thread = thread::Builder::new().name("mcp-notify".to_owned());
        let started = is_there().then(|| thread.spawn(move || carry(&messages)));
        started?
            .inspect_err(|error| tracing::warn!(%error, "cannot tell the supervisor anything"))
            .ok()
            .map(|_| sender)
    };
    MESSENGER.get_or_init(start).as_ref()
}

fn carry(messages: &Receiver<Message>) {
    let mut warned = false;
    for message in messages {
        let text = match message {
            Message::Text(text) => text,
            Message::Flush(said) => {
                drop(said);
                continue;
            }
        };
        if let Err(error) = sd_notify::notify(&[NotifyState::Custom(text.trim_end())])
            && !warned
        {
            warned = true;
            tracing::warn!(%error, "cannot tell the supervisor (NOTIFY_SOCKET)");
        }
    }
}
