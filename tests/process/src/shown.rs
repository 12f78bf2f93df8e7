//! Tools whose arguments, answers and failures the command line has to show.

use std::time::Duration;

use mcp_runtime::prelude::*;

#[mcp_type]
#[serde(rename_all = "lowercase")]
enum Unit {
    /// Degrees of water.
    Celsius,
    /// Degrees of brine.
    Fahrenheit,
}

#[mcp_type]
#[schemars(deny_unknown_fields)]
struct Place {
    /// Street and number.
    street: String,
    floor: Option<i8>,
}

#[mcp_type]
struct Weather {
    city: String,
    /// At noon, one a day.
    noon: Vec<f32>,
    said: String,
}

/// Forecast for a city.
///
/// Dates are those of the city.
#[mcp_tool(rate = "60/min", timeout = "10s", read_only)]
async fn forecast(
    /// City name, such as "Oslo".
    city: String,
    /// Days ahead.
    #[arg(default = 3, min = 1, max = 14)]
    days: u8,
    unit: Option<Unit>,
    /// Words to look out for | in `reports`.
    #[arg(default)]
    warn_of: Vec<String>,
    place: Option<Place>,
) -> Json<Weather> {
    let noon = vec![21.5; days.into()];
    let unit = unit.map(|unit| match unit {
        Unit::Celsius => "celsius",
        Unit::Fahrenheit => "fahrenheit",
    });
    let place = place.map(|Place { street, floor }| format!("{street} {floor:?}"));
    Json(Weather { city, noon, said: format!("{unit:?} {warn_of:?} {place:?}") })
}

/// Draws two dots.
#[mcp_tool(title = "Draw", read_only)]
async fn draw() -> Vec<Content> {
    vec![
        Content::text("two dots"),
        Content::image([137, 80, 78, 71], "image/png"),
        Content::image([0, 1, 2], "image/png"),
    ]
}

/// Is always busy.
#[mcp_tool]
async fn busy() -> Result<String, CallError> {
    Err(CallError::new("UPSTREAM", "the service is busy")
        .action("Try again soon.")
        .retry_after(Duration::from_secs(2)))
}

/// Counts, says so, and goes on until it is stopped.
#[mcp_tool(timeout = "60s")]
async fn endless(to: u32, ctx: Context) -> &'static str {
    for step in 1..=to {
        ctx.progress_message(f64::from(step), Some(f64::from(to)), "step\u{1b}[2J");
        tokio::task::yield_now().await;
    }
    ctx.log(LogLevel::Info, "counted");
    std::future::pending::<()>().await;
    "never"
}

#[mcp_type]
struct Found {
    names: Vec<String>,
}

/// Looks through everything.
#[mcp_method("com.example/search", extension = "com.example/looks", timeout = "5s")]
async fn search(query: String, #[arg(default = 10, max = 100)] limit: usize) -> Json<Found> {
    Json(Found { names: vec![query; limit] })
}
