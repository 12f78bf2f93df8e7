//! A weather server: shared state, typed arguments and results, errors that
//! say what to do.

use mcp_runtime::prelude::*;

/// What the weather will be.
#[mcp_type]
struct Forecast {
    /// The city it is for.
    city: String,
    /// Degrees Celsius at noon, one a day.
    noon: Vec<f32>,
}

/// Forecast for a city.
#[mcp_tool(timeout = "10s", rate = "60/min", auth = "weather:read", read_only)]
async fn forecast(
    /// City name, such as "Oslo".
    city: String,
    /// Days ahead.
    #[arg(default = 3, min = 1, max = 14)]
    days: u8,
    State(http): State<reqwest::Client>,
    ctx: Context,
) -> Result<Json<Forecast>, WeatherError> {
    if city == "Atlantis" {
        return Err(WeatherError::NotFound(city));
    }
    if city == "Busy" {
        let refused = http.get("http://127.0.0.1:1/").timeout(ctx.remaining()).send().await;
        refused.map_err(WeatherError::Busy)?;
    }
    Ok(Json(Forecast { city, noon: (0..days).map(|day| 10.0 + f32::from(day)).collect() }))
}

#[derive(Debug, thiserror::Error, ToolError)]
enum WeatherError {
    #[error("no city named {0:?}")]
    #[tool_error(
        code = "CITY_NOT_FOUND",
        action = "Check the spelling, or call search_city first."
    )]
    NotFound(String),
    #[error("the weather service is overloaded")]
    #[tool_error(code = "UPSTREAM_BUSY", retryable, retry_after = "10s")]
    Busy(#[source] reqwest::Error),
}

fn weather() -> mcp_runtime::ServerBuilder {
    server!().state(reqwest::Client::new())
}

#[tokio::main]
async fn main() -> mcp_runtime::Result<()> {
    weather().auth(ApiKeys::from_env("API_KEYS")?).run().await
}

#[cfg(test)]
mod tests {
    use mcp_runtime::testing::{TestClient, json};

    use super::*;

    const KEY: &str = "oslo-key-0000000000000000";

    /// The server, and a caller that it knows.
    fn known() -> mcp_runtime::ServerBuilder {
        let keys = ApiKeys::new().key("oslo", KEY, "weather:read");
        weather().auth(keys).stdio_credential(KEY)
    }

    #[tokio::test]
    async fn arguments_have_defaults_and_bounds() {
        let client = TestClient::modern(known()).await;
        let outcome = client.call("forecast", json!({"city": "Oslo"})).await;
        outcome.assert_structured(json!({"city": "Oslo", "noon": [10.0, 11.0, 12.0]}));
        let outcome = client.call("forecast", json!({"city": "Oslo", "days": 15})).await;
        let error = outcome.assert_error("INVALID_INPUT");
        assert_eq!(
            error["details"]["violations"][0],
            json!({"pointer": "/days", "expected": "an integer from 1 to 14", "got": "15"})
        );
    }

    #[tokio::test]
    async fn errors_say_what_to_do() {
        let client = TestClient::legacy(known()).await;
        let outcome = client.call("forecast", json!({"city": "Atlantis"})).await;
        let error = outcome.assert_error("CITY_NOT_FOUND");
        assert_eq!(error["message"], "no city named \"Atlantis\"");
        assert_eq!(error["retryable"], false);
        assert_eq!(error["action"], "Check the spelling, or call search_city first.");

        let outcome = client.call("forecast", json!({"city": "Busy"})).await;
        let error = outcome.assert_error("UPSTREAM_BUSY");
        assert_eq!((&error["retryable"], &error["retryAfter"]), (&json!(true), &json!(10)));
        assert!(!outcome.response().to_string().contains("127.0.0.1"), "the source stays inside");
    }

    #[tokio::test]
    async fn the_schema_shows_arguments_and_hides_context() {
        let client = TestClient::modern(known()).await;
        let tools = client.list_tools().await;
        assert_eq!(
            tools[0]["inputSchema"],
            json!({
                "type": "object",
                "properties": {
                    "city": {"type": "string", "description": "City name, such as \"Oslo\"."},
                    "days": {
                        "type": "integer", "minimum": 1, "maximum": 14, "default": 3,
                        "description": "Days ahead.",
                    },
                },
                "required": ["city"],
                "additionalProperties": false,
            })
        );
        assert_eq!(tools[0]["outputSchema"]["properties"]["noon"]["type"], "array");
    }

    #[tokio::test]
    async fn the_sixty_first_call_in_a_minute_waits() {
        let client =
            TestClient::modern(known().clock(mcp_runtime::testing::ManualClock::new())).await;
        for _ in 0..60 {
            client.call("forecast", json!({"city": "Oslo"})).await.assert_ok();
        }
        let outcome = client.call("forecast", json!({"city": "Oslo"})).await;
        assert_eq!(outcome.assert_error("RATE_LIMITED")["retryAfter"], 60);
    }

    #[tokio::test]
    async fn who_may_not_look_does_not() {
        let keys = ApiKeys::new().key("bergen", KEY, "");
        let client = TestClient::modern(weather().auth(keys).stdio_credential(KEY)).await;
        assert!(client.list_tools().await.is_empty());
        let outcome = client.call("forecast", json!({"city": "Oslo"})).await;
        assert_eq!(outcome.assert_error("FORBIDDEN")["details"]["scopes"], json!(["weather:read"]));
    }

    #[test]
    fn a_state_that_was_not_given_keeps_the_server_from_starting() {
        let error = server!().build().err().expect("a refusal").to_string();
        assert!(error.contains("reqwest::") && error.contains(".state("), "{error}");
    }
}
