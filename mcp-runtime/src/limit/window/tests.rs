use super::*;

use proptest::prelude::*;

/// The definition itself: all times, counted anew for each question.
struct Model {
    limits: Vec<Limit>,
    times: Vec<u64>,
}

impl Model {
    fn admits(&self, now: u64) -> bool {
        self.limits.iter().all(|limit| {
            let inside = self.times.iter().filter(|time| **time + limit.window > now).count();
            inside < limit.calls as usize
        })
    }
}

fn wait(history: &mut History, rule: &Rule, now: u64) -> u64 {
    history.wait(rule, now).map_or(0, |(wait, _)| wait)
}

fn limits() -> impl Strategy<Value = Vec<Limit>> {
    prop::collection::vec(
        (1_u32..8, 1_u64..60).prop_map(|(calls, window)| Limit { calls, window }),
        1..4,
    )
}

/// The most calls in any half-open span of this length.
fn most_in_any(times: &[u64], window: u64) -> usize {
    let inside =
        |start: &u64| times.iter().filter(|t| (*start..start + window).contains(t)).count();
    times.iter().map(inside).max().unwrap_or(0)
}

proptest! {
    /// Exactly the calls that the definition lets through, with the exact wait.
    #[test]
    fn the_log_is_the_definition(
        limits in limits(),
        pauses in prop::collection::vec(0_u64..20, 1..120),
    ) {
        let rule = Rule::new(&limits);
        let mut history = History::default();
        let mut model = Model { limits: limits.clone(), times: Vec::new() };
        let mut now = 0;
        for pause in pauses {
            now += pause;
            let wait = wait(&mut history, &rule, now);
            prop_assert_eq!(wait == 0, model.admits(now));
            if wait == 0 {
                history.admit(&rule, now);
                model.times.push(now);
            } else {
                prop_assert!(!model.admits(now + wait - 1), "one tick earlier it is refused");
                prop_assert!(model.admits(now + wait), "at the tick it is admitted");
                prop_assert!(self::wait(&mut history, &rule, now + wait - 1) == 1);
                prop_assert!(self::wait(&mut history, &rule, now + wait) == 0);
            }
            let standing = history.standing(&rule, now).unwrap();
            prop_assert_eq!(standing.remaining == 0, !model.admits(now));
        }
        for limit in &limits {
            prop_assert!(most_in_any(&model.times, limit.window) <= limit.calls as usize);
        }
    }

    /// Never too many; refused at most 1 % of a window longer than needed; and
    /// the wait that was named is the one that counts.
    #[test]
    fn buckets_never_admit_too_many_and_refuse_hardly_early(
        calls in 1_u64..30,
        window in 1_000_u64..50_000,
        pauses in prop::collection::vec(0_u64..4_000, 1..150),
    ) {
        let mut buckets = Buckets::new(window);
        let (mut times, mut now) = (Vec::<u64>::new(), 0);
        for pause in pauses {
            now += pause;
            let wait = buckets.wait(1, calls, now).unwrap();
            if wait == 0 {
                buckets.add(1, now);
                times.push(now);
                continue;
            }
            let slack = window / 100 + 1;
            let longer = times.iter().filter(|time| **time + window + slack > now).count();
            prop_assert!(longer as u64 >= calls, "refused although a longer window had room");
            prop_assert!(buckets.clone().wait(1, calls, now + wait - 1).unwrap() > 0);
            prop_assert_eq!(buckets.clone().wait(1, calls, now + wait), Some(0));
        }
        prop_assert!(most_in_any(&times, window) as u64 <= calls);
    }
}

#[test]
fn a_large_limit_takes_little_room() {
    let rule = Rule::new(&[Limit { calls: 1_000_000, window: 86_400_000_000_000 }]);
    let mut history = History::default();
    for now in 0..300_000_u64 {
        let now = now * 400_000_000; // 120,000 s, more than a day
        if history.wait(&rule, now).is_none() {
            history.admit(&rule, now);
        }
    }
    let standing = history.standing(&rule, 120_000_000_000_000).unwrap();
    let used = 1_000_000 - standing.remaining;
    assert!((216_000..=218_000).contains(&used), "one call each 0.4 s for a day: {used}");
    assert!(history.room() <= 2 * 129, "{} numbers", history.room());
}

#[test]
fn another_rule_knows_what_happened_under_the_one_before() {
    let limit = |calls: u32, window: u64| Rule::new(&[Limit { calls, window }]);
    let (day, hour) = (limit(2_000, 86_400), limit(1_500, 3_600));
    let mut history = History::default();
    for _ in 0..1_400 {
        history.admit(&day, 1_000);
    }
    assert_eq!(history.standing(&hour, 1_001).map(|standing| standing.remaining), Some(100));
    let left = 1_000 + 3_600 + 86_400 / 100;
    assert_eq!(history.standing(&hour, left).map(|standing| standing.remaining), Some(1_500));
}

#[test]
fn time_that_goes_back_lets_nobody_pass_twice() {
    let rule = Rule::new(&[Limit { calls: 1, window: 100 }]);
    let mut history = History::default();
    history.admit(&rule, 1_000);
    assert_eq!(wait(&mut history, &rule, 900), 100, "as if it were 1,000");
}
