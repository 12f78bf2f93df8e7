//! A tool to begin with: replace it by your own.

use mcp_runtime::prelude::*;

/// Converts a temperature between degrees Celsius, Fahrenheit and Kelvin.
#[mcp_tool(read_only, idempotent, timeout = "5s", rate = "600/min")]
pub async fn convert(
    /// The temperature.
    degrees: f64,
    /// The scale it is in.
    from: Scale,
    /// The scale it is wanted in.
    to: Scale,
) -> Result<Json<Temperature>, ConvertError> {
    let kelvin = match from {
        Scale::Celsius => degrees + 273.15,
        Scale::Fahrenheit => (degrees + 459.67) / 1.8,
        Scale::Kelvin => degrees,
    };
    if kelvin < 0.0 {
        return Err(ConvertError::TooCold);
    }
    let degrees = match to {
        Scale::Celsius => kelvin - 273.15,
        Scale::Fahrenheit => kelvin * 1.8 - 459.67,
        Scale::Kelvin => kelvin,
    };
    Ok(Json(Temperature { degrees, scale: to }))
}

/// A temperature.
#[mcp_type]
pub struct Temperature {
    /// How much.
    pub degrees: f64,
    /// Of which scale.
    pub scale: Scale,
}

/// A scale of temperatures.
#[mcp_type]
#[serde(rename_all = "lowercase")]
pub enum Scale {
    Celsius,
    Fahrenheit,
    Kelvin,
}

/// Why a temperature is not converted.
#[derive(Debug, thiserror::Error, ToolError)]
pub enum ConvertError {
    #[error("no temperature is below 0 K")]
    #[tool_error(code = "BELOW_ABSOLUTE_ZERO", action = "Check the number and its scale.")]
    TooCold,
}
