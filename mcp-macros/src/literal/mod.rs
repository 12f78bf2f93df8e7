//! Values written inside attributes: pure parsers and the JSON they become.

#[cfg_attr(not(test), expect(dead_code, reason = "read by the guard attributes"))]
pub(crate) mod budget;
pub(crate) mod cost;
pub(crate) mod duration;
pub(crate) mod header;
pub(crate) mod json;
pub(crate) mod number;
#[cfg_attr(not(test), expect(dead_code, reason = "read by the guard attributes"))]
pub(crate) mod rate;
#[cfg_attr(not(test), expect(dead_code, reason = "read by the guard attributes"))]
pub(crate) mod size;
pub(crate) mod window;
