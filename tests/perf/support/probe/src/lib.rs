//! Counters of a measured process, read from outside.
//!
//! Without features this is nothing: timing runs are free of it. With one,
//! the process opens a loopback port of its own, so that the counters are
//! read the same way from an HTTP and from a stdio server, and prints it on
//! stderr as `probe on ADDRESS`. Every connection gets one line of JSON.

#[cfg(feature = "count")]
#[global_allocator]
static ALLOCATOR: &stats_alloc::StatsAlloc<std::alloc::System> = &stats_alloc::INSTRUMENTED_SYSTEM;

/// Starts to answer; call it once, in the runtime to be measured.
///
/// # Panics
/// Where the port cannot be opened: without its counters the run is useless.
pub fn start() {
    #[cfg(any(feature = "count", feature = "tasks"))]
    listen(counters());
}

#[cfg(any(feature = "count", feature = "tasks"))]
fn listen(counters: impl Fn() -> String + Send + 'static) {
    use std::io::Write as _;

    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a loopback port");
    let address = listener.local_addr().expect("a bound socket has an address");
    eprintln!("probe on {address}");
    std::thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            let line = counters();
            // The reader may have gone; the next one gets its own line.
            let _ = stream.write_all(line.as_bytes());
        }
    });
}

#[cfg(feature = "count")]
fn counters() -> impl Fn() -> String + Send + 'static {
    || {
        let stats = ALLOCATOR.stats();
        format!(
            "{{\"allocations\":{},\"reallocations\":{},\"bytes\":{}}}\n",
            stats.allocations, stats.reallocations, stats.bytes_allocated
        )
    }
}

#[cfg(all(feature = "tasks", not(feature = "count")))]
fn counters() -> impl Fn() -> String + Send + 'static {
    #[cfg(not(tokio_unstable))]
    compile_error!("the `tasks` feature needs RUSTFLAGS=\"--cfg tokio_unstable\"");

    #[cfg(tokio_unstable)]
    {
        let metrics = tokio::runtime::Handle::current().metrics();
        move || format!("{{\"tasks\":{}}}\n", metrics.spawned_tasks_count())
    }
    #[cfg(not(tokio_unstable))]
    String::new
}
