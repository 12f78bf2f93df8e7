use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context as Task, Wake};

use super::*;
use crate::clock::{Clock, ManualClock};

#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

fn passes(turn: &AtomicUsize, number: usize) {
    let mut spins = 0;
    while turn.load(Ordering::SeqCst) <= number {
        // Where there is one processor, the other one needs it.
        if spins < 1_000 {
            std::hint::spin_loop();
        } else {
            std::thread::yield_now();
        }
        spins += 1;
    }
}

/// Two threads meet at each round, with a shift that goes through all that
/// may lie between them.
#[test]
fn a_question_asked_while_its_call_goes_live_pauses_or_is_woken() {
    let rounds: Vec<Round> = (0..5_000).map(|_| Round::default()).collect();
    let clock = Clock::from(ManualClock::new());
    let (begun, gone) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let lost = std::thread::scope(|scope| {
        scope.spawn(|| {
            for (number, round) in rounds.iter().enumerate() {
                passes(&begun, number);
                (0..number % 64).for_each(|_| std::hint::spin_loop());
                round.go_live();
                gone.store(number + 1, Ordering::SeqCst);
            }
        });
        let mut lost = 0;
        for (number, round) in rounds.iter().enumerate() {
            let woken = Arc::<Woken>::default();
            let waker = Waker::from(Arc::clone(&woken));
            let (task, mut paused) = (Task::from_waker(&waker), false);
            begun.store(number + 1, Ordering::SeqCst);
            assert!(round.poll_answer("key", &task, &clock, &mut paused).is_pending());
            passes(&gone, number);
            lost += usize::from(!paused && !woken.0.load(Ordering::SeqCst));
        }
        lost
    });
    assert_eq!(lost, 0, "neither paused nor woken");
}
