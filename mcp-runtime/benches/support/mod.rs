//! What the benchmarks share: a connection in the same process, the requests,
//! and an allocation counter.
//!
//! Only public API is used. The server reads what a client would send and its
//! answers are read back, so a figure is that of the whole way; the requests
//! are chosen so that one stage of it dominates.

mod allocations;
mod messages;
mod wire;

pub(crate) use messages::{legacy, modern, notification};
pub(crate) use wire::{Era, Wire};

use criterion::{BenchmarkGroup, Criterion, Throughput, measurement::WallTime};

/// Messages written at once: what a call costs, rather than what waking a task costs.
pub(crate) const BLOCK: usize = 100;

/// One group of measurements, with its counters printed beside the times.
pub(crate) struct Group<'a>(BenchmarkGroup<'a, WallTime>);

impl<'a> Group<'a> {
    pub(crate) fn new(criterion: &'a mut Criterion, name: &str) -> Self {
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Elements(BLOCK as u64));
        Self(group)
    }

    /// Measures `BLOCK` requests at a time, each of which is answered.
    pub(crate) fn requests(
        &mut self,
        name: &str,
        wire: &mut Wire,
        request: impl Fn(usize) -> String,
    ) {
        let block: String = (0..BLOCK).map(request).collect();
        self.block(name, wire, &block, BLOCK);
    }

    /// Measures `BLOCK` messages that need no answer, and one that does.
    pub(crate) fn notifications(&mut self, name: &str, wire: &mut Wire, message: &str) {
        let block = message.repeat(BLOCK) + &modern("server/discover", 0, "");
        self.block(name, wire, &block, 1);
    }

    fn block(&mut self, name: &str, wire: &mut Wire, block: &str, answers: usize) {
        let counted = allocations::per_run(|| wire.exchange(block, answers));
        let each = |count: usize| count / BLOCK;
        println!(
            "{name}: {} allocations and {} bytes per message",
            each(counted.allocations + counted.reallocations),
            each(counted.bytes_allocated)
        );
        self.0.bench_function(name, |bencher| bencher.iter(|| wire.exchange(block, answers)));
    }
}
