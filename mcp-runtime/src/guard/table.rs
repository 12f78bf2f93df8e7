use std::sync::{Arc, PoisonError, RwLock};

use super::flood::FloodGuard;
use super::{Shared, Stack};
use crate::handler::HandlerId;

/// The guards of a server, which an operator may exchange while calls run.
///
/// A call keeps the guards that it came in by.
#[derive(Default)]
pub(crate) struct Table(RwLock<Guards>);

/// The guards in force.
#[derive(Default)]
pub(crate) struct Guards {
    pub(crate) shared: Shared,
    /// Of each target, by its index; nothing where one was taken out.
    pub(crate) stacks: Vec<Option<Arc<Stack>>>,
}

impl Guards {
    pub(crate) fn stack(&self, id: HandlerId) -> Option<&Arc<Stack>> {
        self.stacks.get(id.index)?.as_ref().filter(|stack| stack.id == id)
    }

    /// Those of all targets.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Arc<Stack>> {
        self.stacks.iter().flatten()
    }

    /// Puts a target's at its place.
    pub(crate) fn put(&mut self, stack: Stack) {
        let index = stack.id.index;
        if self.stacks.len() <= index {
            self.stacks.resize(index + 1, None);
        }
        self.stacks[index] = Some(Arc::new(stack));
    }
}

impl Table {
    pub(crate) fn new(guards: Guards) -> Self {
        Self(RwLock::new(guards))
    }

    /// The guards of this target, where it is still there.
    pub(crate) fn stack(&self, id: HandlerId) -> Option<Arc<Stack>> {
        self.read(|guards| guards.stack(id).cloned())
    }

    /// The guard before all dispatch.
    pub(crate) fn flood(&self) -> Option<Arc<FloodGuard>> {
        self.read(|guards| guards.shared.flood.clone())
    }

    pub(crate) fn read<T>(&self, ask: impl FnOnce(&Guards) -> T) -> T {
        ask(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Adds the guards of another target.
    pub(crate) fn add(&self, stack: Stack) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).put(stack);
    }

    /// Takes those of a target out; calls that came in by them keep them.
    pub(crate) fn remove(&self, id: HandlerId) {
        let mut guards = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if guards.stack(id).is_some() {
            guards.stacks[id.index] = None;
        }
    }

    /// Exchanges the guards for what `make` makes of those in force.
    pub(crate) fn exchange(&self, make: impl FnOnce(&Guards) -> Guards) {
        let mut guards = self.0.write().unwrap_or_else(PoisonError::into_inner);
        *guards = make(&guards);
    }
}
