//! The measured tools.

use flymcprust::prelude::*;

/// Adds two numbers.
#[tool]
pub(crate) async fn add(a: f64, b: f64) -> f64 {
    a + b
}

/// Repeats the text.
#[tool]
pub(crate) async fn echo(text: String) -> String {
    text
}
