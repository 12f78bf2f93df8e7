// The example that the design promises, apart from `auth`.

use mcp_runtime::prelude::*;
use mcp_runtime::{schemars, serde};

mod reqwest {
    #[derive(Clone)]
    pub struct Client;
    #[derive(Debug, thiserror::Error)]
    #[error("request failed")]
    pub struct Error;
}

#[derive(Debug, serde::Serialize, schemars::JsonSchema)]
#[serde(crate = "mcp_runtime::serde")]
#[schemars(crate = "mcp_runtime::schemars")]
struct Forecast {
    degrees: f64,
}

/// Forecast for a city.
#[mcp_tool(timeout = "10s", rate = "60/min", read_only)]
async fn forecast(
    /// City name, such as "Oslo".
    city: String,
    /// Days ahead.
    #[arg(default = 3, min = 1, max = 14)]
    days: u8,
    State(http): State<reqwest::Client>,
    ctx: Context,
) -> Result<Json<Forecast>, WeatherError> {
    let _ = (http, ctx);
    match days {
        0 => Err(WeatherError::NotFound(city)),
        1 => Err(WeatherError::Busy(reqwest::Error)),
        _ => Ok(Json(Forecast { degrees: 1.5 })),
    }
}

#[derive(Debug, thiserror::Error, ToolError)]
enum WeatherError {
    #[error("no city named {0:?}")]
    #[tool_error(code = "CITY_NOT_FOUND", action = "Check the spelling, or call search_city first.")]
    NotFound(String),
    #[error("the weather service is overloaded")]
    #[tool_error(code = "UPSTREAM_BUSY", retryable, retry_after = "10s")]
    Busy(#[source] reqwest::Error),
}

fn main() {
    let _ = tools![forecast];
}
