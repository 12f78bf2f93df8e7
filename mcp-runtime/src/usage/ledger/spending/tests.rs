use std::time::UNIX_EPOCH;

use super::*;

const DAY: Duration = Duration::from_hours(24);

fn at(seconds: u64) -> Timestamp {
    (UNIX_EPOCH + Duration::from_secs(1_800_000_000 + seconds)).into()
}

fn bounded(most: usize) -> Spendings {
    Spendings::bounded(Arc::new(|_, _| DAY), most, LINES)
}

fn entry<'a>(caller: &'a str, event: Event<'a>, seconds: u64, nanos: u64) -> Entry<'a> {
    let cost = Some(Amount::new(nanos, None));
    Entry {
        event,
        kind: Kind::Tool,
        name: "search".into(),
        caller: caller.into(),
        at: at(seconds),
        cost,
    }
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

#[test]
fn a_summary_is_bounded_and_lets_nothing_go_too_early() {
    let (callers, each) = (["steady", "sudden", "seldom"], 8);
    let mut spendings = Spendings::bounded(Arc::new(|_, _| DAY), 100, callers.len() * each);
    for second in (0..86_400).step_by(100) {
        spendings.add(entry("steady", Event::Spent, second, 1));
    }
    for second in 80_000..86_400 {
        spendings.add(entry("sudden", Event::Spent, second, 1));
    }
    spendings.add(entry("seldom", Event::Spent, 0, 1));
    spendings.add(entry("seldom", Event::Spent, 86_000, 1));

    let (all, summary) = (spendings.spent(), spendings.summary());
    assert!(all.len() > 128, "{} entries", all.len());
    assert!(summary.len() <= callers.len() * each, "{} lines", summary.len());
    assert!(summary.is_sorted_by_key(|spending| spending.at), "oldest first");
    let since = |spent: &[line::Spending<'_>], caller: &str, time: Timestamp| -> u64 {
        let inside = spent.iter().filter(|spending| spending.caller == caller);
        inside.filter(|spending| spending.at >= time).map(|spending| spending.amount.nanos()).sum()
    };
    for caller in callers {
        let span = if caller == "sudden" { 6_400 } else { 86_400 };
        for second in (0..86_500).step_by(10) {
            let counts = since(&summary, caller, at(second));
            assert!(counts >= since(&all, caller, at(second)), "{caller} at {second}");
            let earlier = at(second.saturating_sub(span / (each as u64 - 1)));
            assert!(counts <= since(&all, caller, earlier), "{caller} at {second}");
        }
    }
}

#[test]
fn a_summary_that_fits_is_exact() {
    let mut spendings = Spendings::bounded(Arc::new(|_, _| DAY), 100, 101);
    for second in (0..86_400).step_by(864) {
        spendings.add(entry("steady", Event::Spent, second, 1));
    }
    spendings.add(entry("seldom", Event::Spent, 0, 1));
    assert_eq!(spendings.summary().len(), 101);
    let times = |spent: Vec<line::Spending<'_>>| spent.iter().map(|one| one.at).collect::<Vec<_>>();
    assert_eq!(times(spendings.summary()), times(spendings.spent()));
}
