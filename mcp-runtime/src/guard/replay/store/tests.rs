use super::*;
use crate::handler::{Output, ToolOutput};
use crate::limit::Keys;

const CACHE: Bounds = Bounds { results: 10, bytes: 100_000, keys: 10 };

fn kept(bytes: usize) -> Kept {
    Kept::Output(Arc::new(Output::Tool(ToolOutput::new().content("x".repeat(bytes)))))
}

fn lead(store: &Arc<Store>, key: Key, now: Ticks) -> Lead {
    match store.look(key, None, now) {
        Some(Look::Lead(lead)) => lead,
        Some(Look::Hit(_) | Look::Follow(_)) | None => panic!("nobody was there before"),
    }
}

#[test]
fn room_is_bounded_and_the_oldest_go_first() {
    let (store, keys) = (Arc::new(Store::new(CACHE)), Keys::default());
    for index in 0..50_u32 {
        lead(&store, keys.key(index), 0).ended(kept(10), Some(100));
    }
    assert_eq!(store.lock().entries.len(), 10);
    assert!(matches!(store.look(keys.key(49_u32), None, 99), Some(Look::Hit(_))));
    assert!(matches!(store.look(keys.key(39_u32), None, 99), Some(Look::Lead(_))));
    lead(&store, keys.key("large"), 0).ended(kept(50_000), Some(100));
    assert!(
        matches!(store.look(keys.key("large"), None, 1), Some(Look::Lead(_))),
        "too large to keep"
    );
    for index in 100..110_u32 {
        lead(&store, keys.key(index), 0).ended(kept(20_000), Some(100));
    }
    let state = store.lock();
    assert!(state.bytes <= 100_000 && state.entries.len() <= 5, "{}", state.bytes);
}

#[test]
fn nothing_outlives_its_time() {
    let (store, keys) = (Arc::new(Store::new(CACHE)), Keys::default());
    lead(&store, keys.key(1), 0).ended(kept(10), Some(100));
    assert!(matches!(store.look(keys.key(1), None, 99), Some(Look::Hit(_))));
    drop(lead(&store, keys.key(1), 100));
    let state = store.lock();
    assert_eq!((state.entries.len(), state.bytes), (0, 0));
}

#[test]
fn a_call_that_was_made_is_remembered_longer_than_its_result() {
    let bounds = Bounds { results: 2, keys: 4, ..CACHE };
    let (store, keys) = (Arc::new(Store::new(bounds)), Keys::default());
    for index in 0..4_u32 {
        lead(&store, keys.key(index), 0).ended(kept(10), Some(100));
    }
    lead(&store, keys.key("large"), 0).ended(kept(50_000), Some(100));
    let gone = |of: Key| matches!(store.look(of, None, 1), Some(Look::Hit(Kept::Gone)));
    assert!(gone(keys.key(1_u32)) && gone(keys.key("large")));
    assert!(matches!(store.look(keys.key(3_u32), None, 1), Some(Look::Hit(Kept::Output(_)))));
    assert!(matches!(store.look(keys.key(0_u32), None, 1), Some(Look::Lead(_))), "the oldest");
    drop(lead(&store, keys.key("late"), 100));
    let state = store.lock();
    assert_eq!((state.entries.len(), state.order.len(), state.loaded.len()), (0, 0, 0));
    assert_eq!(state.bytes, 0);
}

/// Threads read the clock before they get here.
#[test]
fn outcomes_that_come_in_another_order_than_their_times_do_no_harm() {
    let store = Arc::new(Store::new(CACHE));
    let keys = Keys::default();
    let (early, late) = (lead(&store, keys.key("a"), 0), lead(&store, keys.key("b"), 0));
    late.ended(kept(10), Some(101));
    early.ended(kept(10), Some(100));
    let again = lead(&store, keys.key("a"), 100);
    assert_eq!(store.lock().bytes, kept(10).size(), "of `b` alone");
    again.ended(kept(10), Some(200));
    assert!(matches!(store.look(keys.key("a"), None, 150), Some(Look::Hit(_))));
    drop(lead(&store, keys.key("a"), 200));
    let state = store.lock();
    assert_eq!((state.bytes, state.order.len(), state.entries.len()), (0, 0, 0));
}

#[tokio::test]
async fn those_who_wait_get_the_outcome_or_the_lead() {
    let (store, keys) = (Arc::new(Store::new(CACHE)), Keys::default());
    let key = keys.key("k");
    let first = lead(&store, key, 0);
    let Some(Look::Follow(mut waiting)) = store.look(key, None, 0) else { panic!("one is at it") };
    drop(first);
    assert!(waiting.wait_for(|now| now.kept.is_some()).await.is_err(), "given up");
    let second = lead(&store, key, 0);
    let Some(Look::Follow(mut waiting)) = store.look(key, None, 0) else { panic!("one is at it") };
    second.ended(kept(1), None);
    assert!(waiting.wait_for(|now| now.kept.is_some()).await.is_ok());
    assert!(matches!(store.look(key, None, 0), Some(Look::Lead(_))), "it was not to be kept");
    assert!(matches!(store.look(key, Some(key), 0), Some(Look::Lead(_))));
}
