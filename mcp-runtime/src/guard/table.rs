use std::sync::{Arc, PoisonError, RwLock};

use super::flood::FloodGuard;
use super::{Shared, Stack};

/// The guards of a server, which an operator may exchange while calls run.
///
/// A call keeps the guards that it came in by.
#[derive(Default)]
pub(crate) struct Table(RwLock<Guards>);

/// The guards in force.
#[derive(Default)]
pub(crate) struct Guards {
    pub(crate) shared: Shared,
    /// Of each target, by its index.
    pub(crate) stacks: Vec<Arc<Stack>>,
}

impl Table {
    pub(crate) fn new(guards: Guards) -> Self {
        Self(RwLock::new(guards))
    }

    /// The guards of the target with this index.
    pub(crate) fn stack(&self, index: usize) -> Option<Arc<Stack>> {
        self.read(|guards| guards.stacks.get(index).cloned())
    }

    /// The guard before all dispatch.
    pub(crate) fn flood(&self) -> Option<Arc<FloodGuard>> {
        self.read(|guards| guards.shared.flood.clone())
    }

    pub(crate) fn read<T>(&self, ask: impl FnOnce(&Guards) -> T) -> T {
        ask(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Exchanges the guards for what `make` makes of those in force.
    pub(crate) fn exchange(&self, make: impl FnOnce(&Guards) -> Guards) {
        let mut guards = self.0.write().unwrap_or_else(PoisonError::into_inner);
        *guards = make(&guards);
    }
}
