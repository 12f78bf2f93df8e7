use std::sync::Arc;
use std::time::Duration;

use super::ask::Asking;
use crate::error::{CallError, code};
use crate::handler::{BudgetDef, Caller, Charges, Context, Environment, PerDef};
use crate::limit::{Key, Keyed, Keys, Slot, Spend, Ticks};
use crate::usage::Amount;

/// What calls of one target cost, and what may be spent on them.
#[derive(Debug)]
pub(super) struct BudgetGuard {
    settings: BudgetDef,
    /// Of each call; zero where only `ctx.charge` says it.
    cost: u64,
    /// What the argument is that it counts by, where it is not sent.
    default: String,
    spent: Arc<Keyed<Option<Spend>>>,
}

/// Callers that one budget has room for.
const KEYS: usize = 16_384;

/// Where a call's costs are booked.
struct Account {
    guard: Arc<BudgetGuard>,
    environment: Arc<Environment>,
    key: Key,
    /// When the price was booked.
    at: Ticks,
}

/// A cost that was booked before the call ran.
pub(super) struct Reservation {
    account: Arc<Account>,
    /// Nothing to give back any more: the function was called.
    begun: bool,
}

impl BudgetGuard {
    /// Keeps what was spent where the budget is still counted the same way.
    pub(super) fn new(
        settings: BudgetDef,
        cost: Option<Amount>,
        default: String,
        before: Option<&Self>,
    ) -> Self {
        let same = |other: &&Self| {
            let other = other.settings;
            (other.per, other.amount.unit()) == (settings.per, settings.amount.unit())
        };
        let spent = before
            .filter(same)
            .map_or_else(|| Arc::new(Keyed::new(KEYS)), |guard| Arc::clone(&guard.spent));
        Self { settings, cost: cost.map_or(0, Amount::nanos), default, spent }
    }

    /// Books the cost of a call, or refuses it.
    pub(super) fn reserve(
        self: &Arc<Self>,
        asking: &Asking<'_>,
        environment: &Arc<Environment>,
    ) -> Result<Reservation, CallError> {
        let key = asking.key(self.settings.per, &self.default);
        let limit = self.settings.amount.nanos();
        let at = environment.ticks();
        let reserved = self.fitted(key, at, |spend| spend.reserve(self.cost, limit, at));
        match reserved {
            Ok(()) => {
                let (guard, environment) = (Arc::clone(self), Arc::clone(environment));
                let account = Arc::new(Account { guard, environment, key, at });
                Ok(Reservation { account, begun: false })
            }
            Err(wait) => Err(self.exceeded(wait)),
        }
    }

    /// Books what was spent before this process began.
    pub(super) fn restore(&self, keys: &Keys, caller: &str, spent: Amount, at: Ticks) {
        if spent.unit() != self.settings.amount.unit() {
            return;
        }
        let key = match self.settings.per {
            PerDef::Server => keys.key(()),
            PerDef::Caller => match caller.parse::<Caller>() {
                Ok(caller) => keys.key(caller),
                Err(_) => return,
            },
            // The ledger does not hold arguments.
            PerDef::Argument(_) => return,
        };
        self.fitted(key, at, |spend| spend.charge(spent.nanos(), at));
    }

    /// What is left: to the caller, or for the argument, that spent most.
    pub(super) fn left(&self, now: Ticks) -> Amount {
        let limit = self.settings.amount;
        let mut most = 0;
        self.spent.each(|spend| {
            most = most.max(spend.as_mut().map_or(0, |spend| spend.total(now)));
        });
        Amount::new(limit.nanos().saturating_sub(most), limit.unit())
    }

    /// In the window that is in force now.
    fn fitted<R>(&self, key: Key, now: Ticks, act: impl FnOnce(&mut Spend) -> R) -> R {
        act(Spend::within(&mut self.spent(key, now), self.window()))
    }

    /// In whatever window is in force: a call that began before a reload must
    /// not bring the old one back.
    fn as_is<R>(&self, key: Key, now: Ticks, act: impl FnOnce(&mut Spend) -> R) -> R {
        act(self.spent(key, now).get_or_insert_with(|| Spend::new(self.window())))
    }

    fn spent(&self, key: Key, now: Ticks) -> Slot<'_, Option<Spend>> {
        self.spent.get(key, now, |spend| spend.as_ref().map_or(0, Spend::expires))
    }

    fn window(&self) -> Ticks {
        u64::try_from(self.settings.window.as_nanos()).unwrap_or(u64::MAX)
    }

    fn exceeded(&self, wait: Option<Ticks>) -> CallError {
        let BudgetDef { amount, window, .. } = self.settings;
        let error = CallError::new(
            code::BUDGET_EXCEEDED,
            format!("the budget of {amount} in {} is spent", super::human(window)),
        )
        .detail("budget", amount.to_string())
        .detail("windowSeconds", window.as_secs_f64());
        match wait {
            Some(wait) => error.retry_after(Duration::from_nanos(wait)).action(
                "Go on without it, or wait retryAfter seconds. Ask the operator of this \
                 server if more has to be spent.",
            ),
            None => error.action(
                "One call costs more than the whole budget. Ask the operator of this server to \
                 raise it.",
            ),
        }
    }
}

impl Reservation {
    /// The handler runs: what it costs is spent, however it ends, and what it
    /// charges goes to the same account.
    pub(super) fn begin(&mut self, ctx: &Context) {
        self.begun = true;
        ctx.charges_to(Arc::clone(&self.account) as Arc<dyn Charges>);
    }

    /// The function was not called after all.
    pub(super) fn undo(&mut self) {
        self.begun = false;
    }
}

impl Charges for Account {
    fn charge(&self, nanos: u64) {
        let now = self.environment.ticks();
        self.guard.as_is(self.key, now, |spend| spend.charge(nanos, now));
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        if !self.begun {
            let Account { guard, environment, key, at } = &*self.account;
            guard.as_is(*key, environment.ticks(), |spend| spend.release(guard.cost, *at));
        }
    }
}
