use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::Format;
use super::output::Output;

/// Lines on their way to stderr.
pub(super) static QUEUE: Queue = Queue::new();

/// What waits at most, in bytes; some thousands of lines.
const ROOM: usize = 1 << 20;

/// Bytes that may wait, and a thread that writes all of them at once.
///
/// [`push`](Self::push) never waits for the other end. Where there is no room
/// a line is lost, which is counted, and said as soon as there is room. So is
/// what could not be written.
pub(super) struct Queue {
    state: Mutex<State>,
    /// There is something to write.
    filled: Condvar,
    /// Everything is written.
    emptied: Condvar,
    lost: AtomicU64,
}

struct State {
    waiting: Vec<u8>,
    /// Lost since that was said last.
    unsaid: u64,
    format: Format,
    thread: Thread,
    muted: bool,
    /// The server has ended: nothing is delayed by waiting for each line, and
    /// what is not written soon never is.
    finishing: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Thread {
    /// It begins with the first line.
    Missing,
    Asleep,
    Writing,
}

impl Queue {
    const fn new() -> Self {
        Self {
            state: Mutex::new(State {
                waiting: Vec::new(),
                unsaid: 0,
                format: Format::Text,
                thread: Thread::Missing,
                muted: false,
                finishing: false,
            }),
            filled: Condvar::new(),
            emptied: Condvar::new(),
            lost: AtomicU64::new(0),
        }
    }

    pub(super) fn says_losses_as(&self, format: Format) {
        self.state().format = format;
    }

    pub(super) fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }

    /// Adds a whole line.
    pub(super) fn push(&'static self, line: &[u8]) {
        let mut state = self.state();
        if state.muted {
            return;
        }
        if state.waiting.len() + line.len() > ROOM {
            state.unsaid += 1;
            self.lost.fetch_add(1, Ordering::Relaxed);
            return;
        }
        state.waiting.extend_from_slice(line);
        match state.thread {
            Thread::Missing => {
                let thread = thread::Builder::new().name("mcp-log".to_owned());
                if thread.spawn(|| self.write_all_along()).is_ok() {
                    state.thread = Thread::Writing;
                }
                // Else lines wait until there is one.
            }
            Thread::Asleep => {
                state.thread = Thread::Writing;
                self.filled.notify_one();
            }
            Thread::Writing => {}
        }
        if state.finishing {
            drop(state);
            self.finish(super::PATIENCE);
        }
    }

    /// Waits until everything is written, or for as long as `limit`.
    pub(super) fn flush(&self, limit: Duration) -> bool {
        let deadline = Instant::now() + limit;
        let mut state = self.state();
        while state.thread == Thread::Writing || !state.waiting.is_empty() {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || state.thread == Thread::Missing {
                return false;
            }
            let waited = self.emptied.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }

    /// [`flush`](Self::flush), now and after each line that still comes, for
    /// as long as somebody reads.
    pub(super) fn finish(&self, limit: Duration) {
        let all = self.flush(limit);
        self.state().finishing = all;
    }

    pub(super) fn mute(&self) {
        self.state().muted = true;
    }

    /// Nobody waits for a line any more.
    pub(super) fn resume(&self) {
        self.state().finishing = false;
    }

    fn write_all_along(&self) {
        let (mut lines, mut output) = (Vec::new(), Output::new(io::stderr()));
        let mut state = self.state();
        loop {
            while state.waiting.is_empty() && state.unsaid == 0 {
                state.thread = Thread::Asleep;
                self.emptied.notify_all();
                state = self.filled.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            state.thread = Thread::Writing;
            std::mem::swap(&mut lines, &mut state.waiting);
            // What was lost came after all that waited.
            let lost = std::mem::take(&mut state.unsaid);
            let format = state.format;
            drop(state);
            let unwritten = output.write(&lines, format);
            self.lost.fetch_add(unwritten, Ordering::Relaxed);
            if lost > 0 {
                output.unread(lost, format);
            }
            lines.clear();
            // What a burst took is given back.
            lines.shrink_to(ROOM / 8);
            state = self.state();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Valid after every statement.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes whole lines, as the subscriber writes them.
impl io::Write for &'static Queue {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.push(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
