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

/// Limits on both sides of where times give way to buckets.
fn limits_of_both_kinds() -> impl Strategy<Value = Vec<Limit>> {
    let calls = prop_oneof![1_u32..8, 990_u32..=1_024, 1_025_u32..1_500];
    let limit = (calls, 200_u64..20_000).prop_map(|(calls, window)| Limit { calls, window });
    prop::collection::vec(limit, 1..4)
}

/// Pauses, each with the calls that come after it at once.
fn bursts() -> impl Strategy<Value = Vec<(u64, u32)>> {
    prop::collection::vec((0_u64..3_000, 1_u32..500), 1..8)
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

    /// Under another rule, what passed under the one before counts: no call is
    /// one too many, and none is refused but for calls that hardly left.
    #[test]
    fn another_rule_never_admits_too_many(
        before in limits_of_both_kinds(),
        after in limits_of_both_kinds(),
        early in bursts(),
        late in bursts(),
    ) {
        // What is longer ago than the old windows need not be known any more.
        let known = before.iter().map(|limit| limit.window).max().unwrap();
        let shorter = |limit: Limit| Limit { window: limit.window.min(known), ..limit };
        let after: Vec<Limit> = after.into_iter().map(shorter).collect();
        let mut history = History::default();
        let (mut times, mut now) = (Vec::<u64>::new(), 0);
        let since = |times: &[u64], span: u64, now: u64| {
            times.len() - times.partition_point(|time| time + span <= now)
        };

        let rule = Rule::new(&before);
        for (pause, calls) in early {
            now += pause;
            for _ in 0..calls {
                if wait(&mut history, &rule, now) > 0 {
                    break;
                }
                history.admit(&rule, now);
                times.push(now);
            }
        }
        let rule = Rule::new(&after);
        for (pause, calls) in late {
            now += pause;
            for _ in 0..calls {
                let wait = wait(&mut history, &rule, now);
                if wait > 0 {
                    let slack = |window: u64| window / 100 + 1;
                    let full = after.iter().any(|limit| {
                        let span = limit.window + slack(limit.window) + slack(known);
                        since(&times, span, now) >= limit.calls as usize
                    });
                    prop_assert!(full, "refused although longer windows had room");
                    prop_assert!(self::wait(&mut history, &rule, now + wait - 1) > 0);
                    prop_assert_eq!(self::wait(&mut history, &rule, now + wait), 0);
                    now += wait;
                    break;
                }
                history.admit(&rule, now);
                times.push(now);
                for limit in &after {
                    let inside = since(&times, limit.window, now);
                    prop_assert!(inside <= limit.calls as usize, "{inside} under {limit:?}");
                }
            }
        }
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

/// Calls that may still pass under a rule of one limit a day.
fn remaining(history: &mut History, calls: u32, now: u64) -> u32 {
    let rule = Rule::new(&[Limit { calls, window: 86_400 }]);
    history.standing(&rule, now).map(|standing| standing.remaining).unwrap()
}

fn after_calls(calls: u32, limits: &[Limit]) -> History {
    let mut history = History::default();
    (0..calls).for_each(|_| history.admit(&Rule::new(limits), 1_000));
    history
}

#[test]
fn a_limit_that_moves_to_buckets_and_back_keeps_its_count() {
    let day = |calls: u32| Limit { calls, window: 86_400 };
    let mut history = after_calls(900, &[day(1_000)]);
    assert_eq!(remaining(&mut history, 2_000, 1_000), 1_100);
    assert_eq!(remaining(&mut history, 1_000, 1_000), 100);
    assert_eq!(remaining(&mut history, 1_000, 1_000 + 86_400), 1_000, "no longer than it should");
    // Only as many as the smaller limit looks at.
    let mut history = after_calls(1_900, &[day(2_000)]);
    assert_eq!(remaining(&mut history, 500, 1_000), 0);
    assert!(history.room() <= 500, "{} numbers", history.room());
    // A log that is there already, but too short.
    let mut history = after_calls(900, &[day(2_000), Limit { calls: 5, window: 1 }]);
    assert_eq!(remaining(&mut history, 1_000, 1_000), 100);
    // Nobody fills a log that no limit looks at, so it must not be asked later.
    let mut history = after_calls(3, &[day(1_000)]);
    assert_eq!(remaining(&mut history, 2_000, 1_000), 1_997);
    (0..4).for_each(|_| history.admit(&Rule::new(&[day(2_000)]), 50_000));
    assert_eq!(remaining(&mut history, 1_000, 50_000), 993);
    assert_eq!(remaining(&mut history, 1_000, 88_000), 996, "the first three have left");
}

#[test]
fn time_that_goes_back_lets_nobody_pass_twice() {
    let rule = Rule::new(&[Limit { calls: 1, window: 100 }]);
    let mut history = History::default();
    history.admit(&rule, 1_000);
    assert_eq!(wait(&mut history, &rule, 900), 100, "as if it were 1,000");
}
