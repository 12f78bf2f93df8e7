//! The smallest useful server: `cargo run -p quickstart -- --http 127.0.0.1:8080`.

use mcp_runtime::prelude::*;

/// Adds two numbers.
#[mcp_tool(read_only, idempotent)]
async fn add(
    /// The first number.
    a: f64,
    /// The second number.
    b: f64,
) -> f64 {
    a + b
}

/// Rolls some dice and shows each result.
#[mcp_tool(title = "Roll dice", timeout = "2s")]
async fn roll(
    #[arg(default = 2, min = 1, max = 100)] dice: u8,
    #[arg(default = 6, min = 2, max = 1000)] sides: u16,
) -> String {
    let roll =
        |seed: u64| (seed.wrapping_mul(6_364_136_223_846_793_005) >> 33) % u64::from(sides) + 1;
    (0..u64::from(dice)).map(|i| roll(i + 1).to_string()).collect::<Vec<_>>().join(" ")
}

fn main() -> mcp_runtime::Result<()> {
    server!().run_blocking()
}
