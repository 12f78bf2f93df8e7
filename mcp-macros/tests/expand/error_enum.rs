#[derive(ToolError)]
enum WeatherError {
    #[error("no city named {0:?}")]
    #[tool_error(code = "CITY_NOT_FOUND", action = "Check the spelling of {0:?}, or call search_city first.")]
    NotFound(String),
    #[tool_error(code = "UPSTREAM_BUSY", retryable, retry_after = "10s")]
    Busy(reqwest::Error),
    #[tool_error(code = "LIMITED", retry_after = wait, details(wait, place = city), action = "Wait {wait:?} in {city} ({{city}}).")]
    Limited { wait: Duration, city: String, other: u8 },
    #[tool_error(code = "LIMITED_2", retry_after = 0, details(1))]
    LimitedTuple(Duration, u8),
    #[tool_error(code = "PLAIN", action = "Write {{braces}}.")]
    Plain,
    #[tool_error(transparent)]
    Inner(OtherError),
    Disk(std::io::Error),
}

#[derive(ToolError)]
enum Never {}
