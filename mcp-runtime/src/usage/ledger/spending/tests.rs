use std::time::UNIX_EPOCH;

use super::*;

const DAY: Duration = Duration::from_hours(24);

fn at(seconds: u64) -> Timestamp {
    (UNIX_EPOCH + Duration::from_secs(1_800_000_000 + seconds)).into()
}

fn bounded(most: usize) -> Spendings {
    Spendings { most, ..Spendings::new(Arc::new(|_| DAY)) }
}

fn entry<'a>(caller: &'a str, event: Event<'a>, seconds: u64, nanos: u64) -> Entry<'a> {
    let cost = Some(Amount::new(nanos, None));
    Entry { event, tool: "search".into(), caller: caller.into(), at: at(seconds), cost }
}

#[test]
fn invented_callers_do_not_push_out_one_who_spent_much() {
    let mut spendings = bounded(100);
    spendings.add(entry("real", Event::Spent, 0, 1_000));
    for number in 0..10_000 {
        spendings.add(entry(&format!("invented {number}"), Event::Spent, 1, 1));
        assert!(spendings.histories.len() <= 100);
    }
    let spent = spendings.spent();
    let real = spent.iter().find(|spending| spending.caller == "real").expect("still there");
    assert_eq!(real.amount.nanos(), 1_000);
}

#[test]
fn room_is_made_of_what_has_left_its_window_first() {
    let mut spendings = bounded(2);
    spendings.add(entry("old", Event::Spent, 0, 1_000));
    spendings.add(entry("small", Event::Spent, 1_000, 1));
    spendings.add(entry("new", Event::Spent, 86_400, 5));
    let callers: Vec<&str> = spendings.spent().iter().map(|spending| spending.caller).collect();
    assert_eq!(callers, ["small", "new"]);
}

#[test]
fn calls_that_never_end_take_bounded_room_and_are_counted() {
    let mut spendings = bounded(100);
    for number in 0..1_000 {
        let id = number.to_string().into();
        spendings.add(entry("caller", Event::Started { id }, 0, 1));
        assert!(spendings.running.len() <= 100);
    }
    spendings.settle();
    let total: u64 = spendings.spent().iter().map(|spending| spending.amount.nanos()).sum();
    assert_eq!(total, 1_000);
}
