use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context as Task, Poll, Wake};

use proptest::prelude::*;

use super::*;
use crate::clock::ManualClock;
use crate::handler::Outgoing;
use crate::transport::http::resume::Resumable;
use crate::transport::http::token::Nonce;

const SESSION: Nonce = [3; 16];

fn said(text: &'static str) -> Outgoing {
    Outgoing { message: Bytes::from_static(text.as_bytes()), kept: Kept::Loosely }
}

fn long(bytes: usize) -> Outgoing {
    Outgoing { message: vec![b'x'; bytes].into(), kept: Kept::Loosely }
}

fn all(follower: &mut Follower) -> (Vec<String>, &'static str) {
    let mut task = Task::from_waker(Waker::noop());
    let mut events = Vec::new();
    loop {
        match follower.poll_next(&mut task) {
            Poll::Ready(Next::Event(event)) => {
                events.push(String::from_utf8(event.to_vec()).unwrap());
            }
            Poll::Ready(Next::HangUp(_)) => return (events, "hang up"),
            Poll::Ready(Next::End) => return (events, "end"),
            Poll::Pending => return (events, "wait"),
        }
    }
}

fn opened() -> (Arc<Resumable>, Writer, Follower) {
    let store = Arc::new(Resumable::new(ManualClock::new().into()));
    let (writer, follower) = store.open(SESSION, 10);
    (store, writer, follower)
}

#[test]
fn a_client_that_comes_back_gets_what_it_missed_and_the_rest() {
    let (store, writer, mut first) = opened();
    assert_eq!(&first.priming()[..], b"id: 000000000000000a-0\ndata:\n\n");
    writer.append(said("1"));
    assert_eq!(all(&mut first), (vec!["id: 000000000000000a-1\ndata: 1\n\n".to_owned()], "wait"));
    writer.append(said("2"));
    let mut second = store.follow(SESSION, EventId { stream: 10, number: 1 }).unwrap();
    assert_eq!(all(&mut first), (vec![], "end"), "one connection at a time");
    writer.answer(b"3");
    drop(writer);
    let (events, state) = all(&mut second);
    assert_eq!((events.len(), state), (2, "end"));
    assert!(events[1].ends_with("data: 3\n\n"));
    let id = EventId { stream: 10, number: 0 };
    assert_eq!(
        all(&mut store.follow(SESSION, id).unwrap()).0.len(),
        3,
        "again, and from the start"
    );
    assert!(store.follow([4; 16], id).is_none(), "another session's");
    assert!(store.follow(SESSION, EventId { stream: 11, number: 0 }).is_none());
}

#[test]
fn the_oldest_events_go_and_the_answer_stays() {
    let (store, writer, first) = opened();
    drop(first);
    for _ in 0..2 * MOST {
        writer.append(said("x"));
    }
    assert_eq!(writer.log.state().events.len(), MOST);
    for _ in 0..MOST {
        writer.append(long(MOST_BYTES / 4));
    }
    assert!(writer.log.bytes() <= MOST_BYTES);
    writer.answer(&vec![b'x'; 2 * MOST_BYTES]);
    drop(writer);
    let mut follower = store.follow(SESSION, EventId { stream: 10, number: 0 }).unwrap();
    let (events, state) = all(&mut follower);
    assert_eq!((events.len(), state), (4, "end"));
    assert!(events[3].len() > 2 * MOST_BYTES);
}

#[test]
fn only_a_connection_that_is_there_is_hung_up() {
    let (store, writer, mut first) = opened();
    writer.hang_up(Duration::from_secs(1));
    writer.append(said("1"));
    let (events, state) = all(&mut first);
    assert_eq!((events.len(), state), (1, "hang up"), "what was said before goes out");
    writer.hang_up(Duration::from_secs(1));
    drop(first);
    writer.hang_up(Duration::from_secs(1));
    let mut second = store.follow(SESSION, EventId { stream: 10, number: 1 }).unwrap();
    assert_eq!(all(&mut second), (vec![], "wait"));
}

#[test]
fn what_a_connection_has_not_taken_yet_is_kept_for_it() {
    let (_store, writer, mut first) = opened();
    for _ in 0..2 * MOST {
        writer.append(said("x"));
    }
    let (events, state) = all(&mut first);
    assert_eq!((events.len(), state), (2 * MOST, "wait"));
    writer.append(said("x"));
    assert_eq!(writer.log.state().events.len(), MOST, "what it has taken makes room");
}

#[derive(Default)]
struct Woken(AtomicUsize);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn a_writer_waits_for_a_connection_that_takes_nothing() {
    for (bytes, most) in [(1, MOST), (MOST_BYTES / 4, 4), (2 * MOST_BYTES, 1)] {
        let (store, writer, mut first) = opened();
        let woken = Arc::<Woken>::default();
        let waker = Waker::from(Arc::clone(&woken));
        let mut task = Task::from_waker(&waker);
        let fill = || {
            let room = |_: &usize| writer.poll_room(&Task::from_waker(&waker)).is_ready();
            (0..2 * MOST).take_while(room).inspect(|_| writer.append(long(bytes))).count()
        };
        assert_eq!(fill(), most);
        assert!(first.poll_next(&mut task).is_ready());
        assert_eq!((woken.0.swap(0, Ordering::SeqCst), fill()), (1, 1), "for what was taken");
        let second = store.follow(SESSION, EventId { stream: 10, number: 2 }).unwrap();
        assert!(woken.0.swap(0, Ordering::SeqCst) > 0);
        fill();
        drop(first);
        assert_eq!(woken.0.load(Ordering::SeqCst), 0, "it does not count any more");
        drop(second);
        assert_eq!(woken.0.load(Ordering::SeqCst), 1);
        assert!(writer.poll_room(&task).is_ready(), "nobody is there");
    }
}

#[test]
fn a_question_is_kept_while_it_is_open() {
    let (store, writer, first) = opened();
    drop(first);
    let open = Arc::new(());
    let kept = Kept::WhileOpen(Arc::downgrade(&open));
    writer.append(Outgoing { message: Bytes::from_static(b"which row?"), kept });
    let first_of = |events: usize| {
        let mut follower = store.follow(SESSION, EventId { stream: 10, number: 0 }).unwrap();
        let (all, _) = all(&mut follower);
        assert_eq!(all.len(), events);
        all[0].contains("which row?")
    };
    for _ in 0..2 * MOST {
        writer.append(said("x"));
    }
    assert!(first_of(MOST + 1));
    drop(open);
    writer.append(said("x"));
    assert!(!first_of(MOST));
    writer.append(Outgoing { message: Bytes::from_static(b"which row?"), kept: Kept::Always });
    for _ in 0..2 * MOST {
        writer.append(said("x"));
    }
    assert!(first_of(MOST + 1));
}

#[derive(Debug, Clone)]
enum Step {
    Write(usize),
    Read,
    Leave,
    ComeBack(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (1..MOST_BYTES / 8).prop_map(Step::Write),
        6 => (1..100_usize).prop_map(Step::Write),
        6 => Just(Step::Read),
        1 => Just(Step::Leave),
        1 => (0..300_u64).prop_map(Step::ComeBack),
    ];
    prop::collection::vec(step, 0..400)
}

proptest! {
    #[test]
    fn a_log_is_bounded_and_a_connection_misses_nothing(steps in steps()) {
        let (store, writer, first) = opened();
        let (mut follower, mut last) = (Some(first), Some(0));
        let mut task = Task::from_waker(Waker::noop());
        for step in steps {
            match step {
                Step::Write(bytes) => {
                    if writer.poll_room(&task).is_ready() {
                        writer.append(long(bytes));
                    }
                }
                Step::Read => {
                    if let Some(follower) = &mut follower
                        && let Poll::Ready(Next::Event(event)) = follower.poll_next(&mut task)
                    {
                        let text = std::str::from_utf8(&event).unwrap();
                        let (id, _) = text["id: ".len()..].split_once('\n').unwrap();
                        let number = EventId::parse(id).unwrap().number;
                        // What was forgotten before it came is what it may miss.
                        prop_assert!(last.is_none_or(|last| number == last + 1));
                        last = Some(number);
                    }
                }
                Step::Leave => follower = None,
                Step::ComeBack(number) => {
                    follower = store.follow(SESSION, EventId { stream: 10, number });
                    last = None;
                }
            }
            prop_assert!(writer.log.state().events.len() <= MOST);
            prop_assert!(writer.log.bytes() <= MOST_BYTES + MOST_BYTES / 8 + 100);
        }
    }
}
