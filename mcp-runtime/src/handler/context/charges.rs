//! What a call costs beyond its price, and the turn that it holds.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::Context;

/// Books what a call charges.
pub(crate) trait Charges: Send + Sync {
    /// In billionths of the unit.
    fn charge(&self, nanos: u64);
}

/// What a call has charged, and where that is booked as soon as it is said.
#[derive(Default)]
pub(super) struct Charged {
    /// In billionths of the unit. It changes only where `account` is locked,
    /// and is read without.
    nanos: AtomicU64,
    account: Mutex<Option<Arc<dyn Charges>>>,
}

/// What is given back when the last one drops it.
pub(crate) type Lease = Arc<dyn std::any::Any + Send + Sync>;

impl Context {
    /// Adds to what this call costs, in the unit of the tool's `cost` and
    /// `budget`: what an upstream service billed, say. It is spent at once,
    /// whether the budget has room for it or not; further calls are refused
    /// then. Negative amounts, and what is not a number, are ignored.
    pub fn charge(&self, amount: f64) {
        const NANOS: f64 = 1e9;
        if !(amount > 0.0 && amount.is_finite()) {
            if amount != 0.0 {
                tracing::warn!(name = self.0.name, amount, "a charge that is no amount is ignored");
            }
            return;
        }
        // Many small charges must not vanish.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let nanos = ((amount * NANOS).round() as u64).max(1);
        let Charged { nanos: sum, account } = &self.0.charged;
        let account = account.lock().unwrap_or_else(PoisonError::into_inner);
        sum.store(self.charged().saturating_add(nanos), Ordering::Relaxed);
        if let Some(account) = &*account {
            account.charge(nanos);
        }
    }

    /// Books what was charged so far, and from now on whatever is.
    pub(crate) fn charges_to(&self, account: Arc<dyn Charges>) {
        let mut place = self.0.charged.account.lock().unwrap_or_else(PoisonError::into_inner);
        let charged = self.charged();
        if charged > 0 {
            account.charge(charged);
        }
        *place = Some(account);
    }

    pub(crate) fn lease(&self, lease: Option<Lease>) {
        *self.0.lease.lock().unwrap_or_else(PoisonError::into_inner) = lease;
    }

    /// Kept by a thread for as long as it runs.
    pub(in crate::handler) fn leased(&self) -> Option<Lease> {
        self.0.lease.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn charged(&self) -> u64 {
        self.0.charged.nanos.load(Ordering::Relaxed)
    }
}
