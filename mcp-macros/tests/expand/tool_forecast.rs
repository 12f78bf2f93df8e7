/// Forecast for a city.
///
/// Covers two weeks.
///
/// # Errors
///
/// Not for the model.
#[mcp_tool(
    title = "Weather forecast",
    timeout = "10s",
    read_only,
    destructive = false,
    idempotent,
    open_world,
    icon(src = "https://example.com/icon.png", mime_type = "image/png", sizes = "48x48 96x96", theme = "dark"),
    icon(src = "data:image/png;base64,AA=="),
    meta("com.example/team" = "core", "weight" = -1.50)
)]
pub async fn forecast(
    /// City name, such as "Oslo".
    city: String,
    /// Days ahead.
    #[arg(default = 3, min = 1, max = 14)]
    days: u8,
    State(http): State<Client>,
    ctx: Context,
) -> Result<Json<Forecast>, WeatherError> {
    todo!()
}
