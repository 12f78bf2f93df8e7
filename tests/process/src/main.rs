//! The server that the process tests start.

mod asked;
mod rounds;
mod shown;
mod traced;

use std::time::Duration;

use mcp_runtime::prelude::*;
use process_tests as _;

/// Adds two numbers.
#[mcp_tool(read_only)]
async fn add(a: f64, b: f64) -> f64 {
    a + b
}

/// Prints to stdout, which belongs to the protocol, and lets a child do so too.
#[mcp_tool]
fn chatter() -> Result<String, Internal> {
    println!("stray output of the tool");
    print!("and a line without an end");
    let echoed =
        std::process::Command::new("sh").args(["-c", "echo from a child; cat"]).status()?;
    Ok(format!("quiet: {}", echoed.success()))
}

/// Sleeps, without blocking a thread.
#[mcp_tool(timeout = "30s")]
async fn nap(ms: u64) -> String {
    tokio::time::sleep(Duration::from_millis(ms)).await;
    format!("slept {ms} ms")
}

/// Goes on after its request was answered.
#[mcp_tool(task = "required", timeout = "30s", idempotent)]
async fn errand(ms: u64) -> &'static str {
    tokio::time::sleep(Duration::from_millis(ms)).await;
    tracing::info!("the errand is done");
    "it is done"
}

/// Blocks its thread.
#[mcp_tool(timeout = "200ms")]
fn block(ms: u64) -> String {
    std::thread::sleep(Duration::from_millis(ms));
    format!("blocked {ms} ms")
}

/// Says it in the log, and more in its details.
#[mcp_tool]
async fn remark(text: String) -> &'static str {
    tracing::info!(text, "remark: {text}");
    tracing::debug!("the details of a remark");
    "said"
}

/// Panics.
#[mcp_tool]
async fn crash() -> String {
    panic!("a tool's\nown bug")
}

/// Blocks every thread that the server's runtime has.
#[mcp_tool(timeout = "60s")]
async fn freeze(ms: u64) -> String {
    let runtime = tokio::runtime::Handle::current();
    let workers = runtime.metrics().num_workers();
    let block =
        move |_| runtime.spawn(async move { std::thread::sleep(Duration::from_millis(ms)) });
    let blocked: Vec<_> = (0..workers).map(block).collect();
    for task in blocked {
        let _ = task.await;
    }
    format!("thawed after {ms} ms")
}

/// Logs a value that cannot show itself, by itself and as a field of a span.
#[mcp_tool]
async fn obscure() -> &'static str {
    let span = tracing::info_span!("obscure", value = tracing::field::Empty);
    span.in_scope(|| {
        tracing::info!(value = ?Obscure, "a message");
        span.record("value", tracing::field::debug(Obscure));
        tracing::info!("within: {Obscure:?}");
    });
    "said"
}

/// Panics after it has written a piece of itself.
struct Obscure;

impl std::fmt::Debug for Obscure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Obs")?;
        panic!("nobody can see it")
    }
}

fn main() -> mcp_runtime::Result<()> {
    if std::env::var_os("FIXTURE_OWN_LOG").is_some() {
        let log = tracing_subscriber::fmt().with_writer(std::io::stderr);
        log.with_max_level(tracing::Level::DEBUG).init();
    }
    let mut server = server!().drain(Duration::from_secs(2));
    if let Some(calls) = std::env::var("FIXTURE_IN_FLIGHT").ok().and_then(|text| text.parse().ok())
    {
        server = server.max_in_flight(calls);
    }
    match std::env::var("FIXTURE_TOOLS").as_deref() {
        Ok("nap") => server = server.tools(tools![nap]),
        Ok(_) => server = server.tools([]),
        Err(_) => {}
    }
    if std::env::var_os("FIXTURE_BROKEN").is_some() {
        server = server.state(1_u8).state(2_u8).signing_key("short");
    }
    if let Some(file) = std::env::var_os("FIXTURE_READY") {
        let options = mcp_runtime::ReadinessOptions::new().interval(Duration::from_millis(100));
        server = server.readiness_with("file", options, move || {
            let found = std::fs::read_to_string(&file);
            async move { found.map_err(|error| format!("no file: {error}")) }
        });
    }
    if std::env::var_os("FIXTURE_KEYS").is_some() {
        server = server.auth(ApiKeys::from_env("API_KEYS")?);
    }
    if std::env::var_os("FIXTURE_OWN_RUNTIME").is_some() {
        return server.run_blocking();
    }
    on_the_users_runtime(server)
}

#[tokio::main]
async fn on_the_users_runtime(server: mcp_runtime::ServerBuilder) -> mcp_runtime::Result<()> {
    let Some(file) = std::env::var_os("FIXTURE_PANIC") else { return server.run().await };
    let file = std::path::Path::new(&file);
    let appeared = async {
        while !file.exists() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::select! {
        ended = server.run() => ended,
        () = appeared => panic!("main gave up"),
    }
}
