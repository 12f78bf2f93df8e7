use std::sync::Arc;
use std::time::Duration;

use super::ask::Asking;
use crate::error::{CallError, code};
use crate::handler::{PerDef, RateDef};
use crate::limit::{History, Key, Keyed, Limit, Rule, Standing};

/// The sliding windows of one target.
#[derive(Debug)]
pub(super) struct RateGuard {
    groups: Box<[Group]>,
}

/// The windows that count for the same key.
#[derive(Debug)]
struct Group {
    per: PerDef,
    /// What an argument is where it is not sent.
    default: String,
    rule: Rule,
    keyed: Arc<Keyed<History>>,
}

/// A call beyond a limit.
pub(super) struct Refusal {
    pub(super) standing: Standing,
    pub(super) error: CallError,
}

/// Groups whose keys need no allocation.
const FEW: usize = 4;

/// Keys that one group of windows has room for: about 10 MB if each made one
/// call lately.
const KEYS: usize = 65_536;

impl RateGuard {
    /// Keeps what `before` knew of keys that are still told apart the same way.
    pub(super) fn new(
        rates: &[RateDef],
        default: impl Fn(&str) -> String,
        before: Option<&Self>,
    ) -> Option<Self> {
        let mut pers: Vec<PerDef> = rates.iter().map(|rate| rate.per).collect();
        // In one order everywhere, as they are locked together.
        pers.sort_unstable();
        pers.dedup();
        let group = |per: PerDef| {
            let limits: Vec<Limit> =
                rates.iter().filter(|rate| rate.per == per).map(limit).collect();
            let known = before.and_then(|guard| guard.groups.iter().find(|group| group.per == per));
            let keyed =
                known.map_or_else(|| Arc::new(Keyed::new(KEYS)), |group| Arc::clone(&group.keyed));
            let default = match per {
                PerDef::Argument(name) => default(name),
                PerDef::Caller | PerDef::Server => String::new(),
            };
            Group { per, default, rule: Rule::new(&limits), keyed }
        };
        (!pers.is_empty()).then(|| Self { groups: pers.into_iter().map(group).collect() })
    }

    /// Lets the call through where every window has room, and then counts it
    /// in all of them.
    pub(super) fn admit(&self, asking: &Asking<'_>) -> Result<Option<Standing>, Refusal> {
        let now = asking.now();
        // Before anything is locked: what a caller sent may take long to read.
        let mut few = [Key::default(); FEW];
        let mut many = Vec::new();
        let keys: &mut [Key] = if self.groups.len() <= FEW {
            &mut few[..self.groups.len()]
        } else {
            many.resize(self.groups.len(), Key::default());
            &mut many
        };
        for (group, key) in self.groups.iter().zip(&mut *keys) {
            *key = asking.key(group.per, &group.default);
        }
        admit(&self.groups, keys, now, None).map_err(|refused| Refusal {
            standing: Standing { limit: refused.limit, remaining: 0, reset: refused.wait },
            error: refused.into_error(),
        })
    }
}

fn limit(rate: &RateDef) -> Limit {
    let window = u64::try_from(rate.window.as_nanos()).unwrap_or(u64::MAX);
    Limit { calls: rate.calls, window }
}

/// A window without room, the one to wait for longest.
struct Refused<'a> {
    wait: u64,
    limit: Limit,
    group: &'a Group,
}

/// Locks one group after the other, so that nothing is counted before all have
/// agreed and nothing changes in between.
fn admit<'a>(
    groups: &'a [Group],
    keys: &[Key],
    now: u64,
    mut refused: Option<Refused<'a>>,
) -> Result<Option<Standing>, Refused<'a>> {
    let (Some((group, rest)), Some((key, keys))) = (groups.split_first(), keys.split_first())
    else {
        return refused.map_or(Ok(None), Err);
    };
    let mut history = group.keyed.get(*key, now, |history| history.expires(&group.rule));
    if let Some((wait, limit)) = history.wait(&group.rule, now)
        && refused.as_ref().is_none_or(|other| other.wait < wait)
    {
        refused = Some(Refused { wait, limit, group });
    }
    let others = admit(rest, keys, now, refused)?;
    history.admit(&group.rule, now);
    let own = history.standing(&group.rule, now);
    Ok(others.into_iter().chain(own).min_by_key(|standing| standing.remaining))
}

impl Refused<'_> {
    fn into_error(self) -> CallError {
        let window = Duration::from_nanos(self.limit.window);
        let whose = match self.group.per {
            PerDef::Caller => "of this caller".to_owned(),
            PerDef::Server => "of all callers together".to_owned(),
            PerDef::Argument(name) => format!("with this `{name}`"),
        };
        let calls = self.limit.calls;
        let noun = if calls == 1 { "call" } else { "calls" };
        CallError::new(
            code::RATE_LIMITED,
            format!("the limit of {calls} {noun} {whose} in {} is reached", super::human(window)),
        )
        .retry_after(Duration::from_nanos(self.wait))
        .action(
            "Wait retryAfter seconds before you repeat the call; calling earlier is refused again.",
        )
        .detail("limit", calls)
        .detail("windowSeconds", window.as_secs_f64())
    }
}
