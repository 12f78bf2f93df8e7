use stats_alloc::{INSTRUMENTED_SYSTEM, Stats, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<std::alloc::System> = &INSTRUMENTED_SYSTEM;

/// What one run allocates once buffers have grown: the least of a few runs.
pub(super) fn per_run(mut run: impl FnMut()) -> Stats {
    (0..10)
        .map(|_| {
            let before = ALLOCATOR.stats();
            run();
            ALLOCATOR.stats() - before
        })
        .min_by_key(|stats| stats.allocations + stats.reallocations)
        .unwrap_or_default()
}
