//! What a call costs beyond its price, and the turn that it holds.

use std::sync::{Arc, PoisonError};

use super::Context;

/// Books what a call charges.
pub(crate) trait Charges: Send + Sync {
    /// In billionths of the unit.
    fn charge(&self, nanos: u64);
}

/// What a call has charged, and where that is booked as soon as it is said.
#[derive(Default)]
pub(super) struct Charged {
    /// In billionths of the unit.
    nanos: u64,
    account: Option<Arc<dyn Charges>>,
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
                tracing::warn!(tool = self.0.tool, amount, "a charge that is no amount is ignored");
            }
            return;
        }
        // Many small charges must not vanish.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let nanos = ((amount * NANOS).round() as u64).max(1);
        let mut charged = self.0.charged.lock().unwrap_or_else(PoisonError::into_inner);
        charged.nanos = charged.nanos.saturating_add(nanos);
        if let Some(account) = &charged.account {
            account.charge(nanos);
        }
    }

    /// Books what was charged so far, and from now on whatever is.
    pub(crate) fn charges_to(&self, account: Arc<dyn Charges>) {
        let mut charged = self.0.charged.lock().unwrap_or_else(PoisonError::into_inner);
        if charged.nanos > 0 {
            account.charge(charged.nanos);
        }
        charged.account = Some(account);
    }

    pub(crate) fn lease(&self, lease: Option<Lease>) {
        *self.0.lease.lock().unwrap_or_else(PoisonError::into_inner) = lease;
    }

    /// Kept by a thread for as long as it runs.
    pub(in crate::handler) fn leased(&self) -> Option<Lease> {
        self.0.lease.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn charged(&self) -> u64 {
        self.0.charged.lock().unwrap_or_else(PoisonError::into_inner).nanos
    }
}
