//! Where handlers stand among those of their server.

/// The place of a handler among those of its server. Places are used again,
/// each time for another generation, so that nobody who remembers a handler
/// takes the guards of its successor for its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct HandlerId {
    pub(crate) index: usize,
    pub(crate) generation: u64,
}

/// Which places are free.
#[derive(Debug, Default)]
pub(crate) struct Vacancies {
    free: Vec<usize>,
    next: usize,
    generation: u64,
}

impl Vacancies {
    /// Behind those that are taken from the start.
    pub(crate) fn behind(taken: usize) -> Self {
        Self { next: taken, ..Self::default() }
    }

    pub(crate) fn take(&mut self) -> HandlerId {
        self.generation += 1;
        let index = self.free.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        HandlerId { index, generation: self.generation }
    }

    pub(crate) fn give_back(&mut self, id: HandlerId) {
        self.free.push(id.index);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_used_again_for_another_generation() {
        let mut vacancies = Vacancies::behind(2);
        let first = vacancies.take();
        assert_eq!(first.index, 2);
        let mut last = first;
        for _ in 0..100 {
            vacancies.give_back(last);
            last = vacancies.take();
            assert_eq!(last.index, 2, "no place more than handlers");
        }
        assert_ne!(last, first);
        assert_eq!(vacancies.take().index, 3);
    }
}
