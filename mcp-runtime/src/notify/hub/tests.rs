use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Wake, Waker};

use proptest::prelude::*;

use super::super::topic::{MOST_BYTES, MOST_RESOURCES};
use super::*;

fn resource(uri: &str) -> Topic {
    Topic::Resource(uri.into())
}

/// Everything that is pending now.
fn drain(subscription: &Subscription) -> Vec<Topic> {
    let mut task = Context::from_waker(Waker::noop());
    let mut all = Vec::new();
    while let Poll::Ready(topic) = subscription.poll_next(&mut task) {
        all.push(topic);
    }
    all
}

#[derive(Default)]
struct Bell(AtomicUsize);

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[test]
fn a_listener_hears_of_what_it_watches_once_and_of_nothing_else() {
    let hub = Arc::new(Hub::default());
    let (some, other) = (hub.subscribe(), hub.subscribe());
    some.watch(Topic::Tools, None).unwrap();
    some.watch(resource("a:1"), Some("A:1".into())).unwrap();
    other.watch(Topic::Prompts, None).unwrap();
    for _ in 0..1_000 {
        hub.publish(&Topic::Tools);
        hub.publish(&resource("a:1"));
        hub.publish(&resource("a:2"));
        hub.publish(&Topic::Resources);
    }
    assert_eq!(drain(&some), [Topic::Tools, resource("A:1")]);
    assert_eq!(drain(&other), []);
    hub.publish(&Topic::Tools);
    assert_eq!(drain(&some), [Topic::Tools]);
}

#[test]
fn more_listeners_than_are_looked_up_at_once_all_hear_of_it() {
    let hub = Arc::new(Hub::default());
    for count in [AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, 10 * AT_ONCE] {
        let all: Vec<_> = (0..count).map(|_| hub.subscribe()).collect();
        for one in &all {
            one.watch(Topic::Tools, None).unwrap();
        }
        hub.publish(&Topic::Tools);
        assert!(all.iter().all(|one| drain(one) == [Topic::Tools]), "{count}");
    }
}

#[test]
fn a_change_wakes_its_listener_once_until_it_looks() {
    let hub = Arc::new(Hub::default());
    let one = hub.subscribe();
    one.watch(Topic::Tools, None).unwrap();
    one.watch(Topic::Prompts, None).unwrap();
    let bell = Arc::new(Bell::default());
    let waker = Waker::from(Arc::clone(&bell));
    let mut task = Context::from_waker(&waker);
    for wakes in 1..=2 {
        assert!(one.poll_next(&mut task).is_pending());
        for _ in 0..10 {
            hub.publish(&Topic::Tools);
            hub.publish(&Topic::Prompts);
        }
        assert_eq!(bell.0.load(Ordering::SeqCst), wakes);
        assert_eq!(drain(&one).len(), 2);
    }
}

#[test]
fn what_changes_all_the_time_does_not_hide_the_rest() {
    let hub = Arc::new(Hub::default());
    let one = hub.subscribe();
    let all = ["a:1", "a:2", "a:3"].map(resource);
    for topic in &all {
        one.watch(topic.clone(), None).unwrap();
    }
    let mut task = Context::from_waker(Waker::noop());
    let mut heard = BTreeSet::new();
    for _ in 0..all.len() {
        for topic in &all {
            hub.publish(topic);
        }
        let Poll::Ready(topic) = one.poll_next(&mut task) else { panic!("there are changes") };
        heard.insert(topic);
    }
    assert_eq!(heard.len(), all.len());
}

#[test]
fn a_listener_that_is_dropped_is_forgotten_in_the_middle_of_a_change_too() {
    /// Drops a listener when another one is woken.
    struct Leave(Mutex<Option<Subscription>>, AtomicBool);
    impl Wake for Leave {
        fn wake(self: Arc<Self>) {
            self.0.lock().unwrap().take();
            self.1.store(true, Ordering::SeqCst);
        }
    }
    let hub = Arc::new(Hub::default());
    let (first, second) = (hub.subscribe(), hub.subscribe());
    first.watch(Topic::Tools, None).unwrap();
    second.watch(Topic::Tools, None).unwrap();
    second.watch(resource("a:1"), None).unwrap();
    let leave = Arc::new(Leave(Mutex::new(Some(second)), AtomicBool::new(false)));
    let waker = Waker::from(Arc::clone(&leave));
    assert!(first.poll_next(&mut Context::from_waker(&waker)).is_pending());
    hub.publish(&Topic::Tools);
    assert!(leave.1.load(Ordering::SeqCst));
    assert_eq!(hub.lock().all.len(), 1);
    drop(first);
    assert!(hub.lock().all.is_empty());
}

#[test]
fn a_listener_watches_so_many_resources_and_no_more() {
    let hub = Arc::new(Hub::default());
    let one = hub.subscribe();
    for number in 0..MOST_RESOURCES {
        one.watch(resource(&format!("a:{number}")), None).unwrap();
    }
    one.watch(resource("a:0"), None).unwrap(); // is watched already
    assert_eq!(one.watch(resource("b:0"), None), Err(TooMuch));
    one.watch(Topic::Tools, None).unwrap(); // is no resource
    one.unwatch(resource("a:0"));
    one.watch(resource("b:0"), None).unwrap();

    let two = hub.subscribe();
    let long = "x".repeat(MOST_BYTES);
    two.watch(resource("a:1"), Some(long[1..].into())).unwrap();
    assert_eq!(two.watch(resource("a:22"), None), Err(TooMuch));
    two.unwatch(resource("a:1"));
    two.watch(resource(&long), None).unwrap();
    assert_eq!(hub.lock().all.len(), MOST_RESOURCES + 2);
}

#[derive(Debug, Clone)]
enum Step {
    Publish(usize),
    Poll(usize),
    Watch(usize, usize),
    Unwatch(usize, usize),
    Leave(usize),
}

const TOPICS: usize = 5;
const SEATS: usize = 4;

fn topic(number: usize) -> Topic {
    [Topic::Tools, Topic::Prompts, Topic::Resources]
        .get(number)
        .cloned()
        .unwrap_or_else(|| resource(&format!("a:{number}")))
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..TOPICS).prop_map(Step::Publish),
        4 => (0..SEATS).prop_map(Step::Poll),
        4 => (0..SEATS, 0..TOPICS).prop_map(|(seat, topic)| Step::Watch(seat, topic)),
        1 => (0..SEATS, 0..TOPICS).prop_map(|(seat, topic)| Step::Unwatch(seat, topic)),
        1 => (0..SEATS).prop_map(Step::Leave),
    ]
}

proptest! {
    /// Against sets of what each listener watches and has not been told.
    #[test]
    fn no_change_is_lost_and_none_is_told_twice(
        steps in proptest::collection::vec(step(), 0..200),
    ) {
        let hub = Arc::new(Hub::default());
        let mut seats: Vec<_> = (0..SEATS).map(|_| hub.subscribe()).collect();
        let mut watched = vec![BTreeSet::new(); SEATS];
        let mut changed = vec![BTreeSet::new(); SEATS];
        let mut task = Context::from_waker(Waker::noop());
        for step in steps {
            match step {
                Step::Publish(number) => {
                    hub.publish(&topic(number));
                    for seat in 0..SEATS {
                        if watched[seat].contains(&topic(number)) {
                            changed[seat].insert(topic(number));
                        }
                    }
                }
                Step::Poll(seat) => match seats[seat].poll_next(&mut task) {
                    Poll::Ready(topic) => prop_assert!(changed[seat].remove(&topic)),
                    Poll::Pending => prop_assert!(changed[seat].is_empty()),
                },
                Step::Watch(seat, number) => {
                    seats[seat].watch(topic(number), None).unwrap();
                    watched[seat].insert(topic(number));
                }
                Step::Unwatch(seat, number) => {
                    seats[seat].unwatch(topic(number));
                    watched[seat].remove(&topic(number));
                    changed[seat].remove(&topic(number));
                }
                Step::Leave(seat) => {
                    seats[seat] = hub.subscribe();
                    watched[seat].clear();
                    changed[seat].clear();
                }
            }
            // What is kept depends on what is watched alone.
            let places: usize = watched.iter().map(BTreeSet::len).sum();
            prop_assert_eq!(hub.lock().all.len(), places);
        }
        for (seat, changed) in seats.iter().zip(changed) {
            prop_assert_eq!(drain(seat).into_iter().collect::<BTreeSet<_>>(), changed);
        }
    }
}

#[test]
fn threads_that_publish_and_listen_lose_no_last_change() {
    const CHANGES: usize = 2_000;
    let hub = Arc::new(Hub::default());
    let value = Arc::new(AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let (hub, value) = (Arc::clone(&hub), Arc::clone(&value));
            let one = hub.subscribe();
            one.watch(Topic::Tools, None).unwrap();
            scope.spawn(move || {
                let changed = std::future::poll_fn(|task| one.poll_next(task));
                let mut changed = std::pin::pin!(changed);
                // Returns once it has seen the last value after a wake-up.
                let seen = futures_util::FutureExt::now_or_never(changed.as_mut());
                let mut known = seen.map_or(0, |_| value.load(Ordering::SeqCst));
                while known < CHANGES {
                    park_on(changed.as_mut());
                    known = value.load(Ordering::SeqCst);
                }
            });
        }
        for number in 1..=CHANGES {
            value.store(number, Ordering::SeqCst);
            hub.publish(&Topic::Tools);
        }
    });
}

/// Polls on this thread, which sleeps until it is woken.
fn park_on<F: Future>(mut future: std::pin::Pin<&mut F>) -> F::Output {
    struct Unpark(std::thread::Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut task = Context::from_waker(&waker);
    let begun = std::time::Instant::now();
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut task) {
            return output;
        }
        assert!(begun.elapsed().as_secs() < 20, "a change was lost");
        std::thread::park_timeout(std::time::Duration::from_secs(20));
    }
}
