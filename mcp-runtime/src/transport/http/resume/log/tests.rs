use super::*;
use crate::clock::ManualClock;

const SESSION: Nonce = [3; 16];

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
    writer.append(b"1");
    assert_eq!(all(&mut first), (vec!["id: 000000000000000a-1\ndata: 1\n\n".to_owned()], "wait"));
    writer.append(b"2");
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
        writer.append(b"x");
    }
    assert_eq!(writer.log.state().events.len(), MOST);
    for _ in 0..MOST {
        writer.append(&vec![b'x'; MOST_BYTES / 4]);
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
    writer.append(b"1");
    let (events, state) = all(&mut first);
    assert_eq!((events.len(), state), (1, "hang up"), "what was said before goes out");
    writer.hang_up(Duration::from_secs(1));
    drop(first);
    writer.hang_up(Duration::from_secs(1));
    let mut second = store.follow(SESSION, EventId { stream: 10, number: 1 }).unwrap();
    assert_eq!(all(&mut second), (vec![], "wait"));
}
