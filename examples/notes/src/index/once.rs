use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::error::NotesError;
use crate::limits;

/// Work that the first call starts and every call waits for, for a while.
///
/// Not done at start-up: clients start servers only to see whether they
/// answer, and give up on those that are slow to. Not done by the call
/// itself either: it would be given up with the call.
#[derive(Clone, Default)]
pub(crate) struct Once(Arc<Shared>);

#[derive(Default)]
struct Shared {
    phase: Mutex<Phase>,
    ended: Condvar,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Phase {
    #[default]
    Before,
    Running,
    After,
}

impl Once {
    /// Starts `work` if nobody has, and waits for its end.
    pub(crate) fn run(&self, work: impl FnOnce() + Send + 'static) -> Result<(), NotesError> {
        self.run_within(limits::INDEX_WAIT, work)
    }

    fn run_within(
        &self,
        patience: Duration,
        work: impl FnOnce() + Send + 'static,
    ) -> Result<(), NotesError> {
        let mut phase = self.0.phase.lock().unwrap_or_else(PoisonError::into_inner);
        if *phase == Phase::Before {
            let end = End(Arc::clone(&self.0));
            thread::Builder::new()
                .name("index".to_owned())
                .spawn(move || {
                    let _end = end;
                    work();
                })
                .map_err(NotesError::Thread)?;
            *phase = Phase::Running;
        }
        let (phase, _) = self
            .0
            .ended
            .wait_timeout_while(phase, patience, |phase| *phase == Phase::Running)
            .unwrap_or_else(PoisonError::into_inner);
        match *phase {
            Phase::After => Ok(()),
            _ => Err(NotesError::Indexing { wait: limits::INDEX_WAIT }),
        }
    }
}

/// Says that the work has ended, also where it panicked: what was indexed
/// until then can be searched.
struct End(Arc<Shared>);

impl Drop for End {
    fn drop(&mut self) {
        *self.0.phase.lock().unwrap_or_else(PoisonError::into_inner) = Phase::After;
        self.0.ended.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    /// Longer than the machine is ever too busy for a thread.
    const LONG: Duration = Duration::from_mins(1);

    #[test]
    fn the_work_is_done_once_and_waited_for() {
        let once = Once::default();
        let (sender, runs) = mpsc::channel();
        for _ in 0..3 {
            let sender = sender.clone();
            once.run_within(LONG, move || sender.send(()).unwrap()).unwrap();
        }
        assert_eq!(runs.try_iter().count(), 1);
    }

    #[test]
    fn slow_work_is_answered_with_indexing() {
        let once = Once::default();
        let (release, held) = mpsc::channel::<()>();
        let work = move || {
            let _ = held.recv_timeout(Duration::from_secs(10));
        };
        let error = once.run_within(Duration::from_millis(20), work).unwrap_err();
        assert!(matches!(error, NotesError::Indexing { .. }));
        drop(release);
        once.run_within(LONG, || unreachable!("it was started before")).unwrap();
    }

    #[test]
    fn a_panic_ends_the_wait() {
        Once::default().run_within(LONG, || panic!("on purpose")).unwrap();
    }
}
