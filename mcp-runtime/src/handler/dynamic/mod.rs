//! Handlers that are made at run time: of a name, a schema and a closure.
//!
//! They are compiled to what functions are compiled to, so that nothing above
//! tells them apart.

mod common;
mod guards;
mod prompt;
mod resource;
mod tool;

pub use guards::DynamicGuards;
pub use prompt::DynamicPrompt;
pub use resource::DynamicResource;
pub use tool::DynamicTool;
