use crate::guard::{Defaults, ServerSettings};
use crate::handler::Guards;

/// What the program itself says of its guards, before the operator is heard.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    pub(crate) tools: Vec<ToolPolicy>,
    pub(crate) defaults: Defaults,
    pub(crate) server: ServerSettings,
    /// Whether anything authenticates callers.
    pub(crate) authenticates: bool,
}

/// A tool and what its attribute says.
#[derive(Debug, Clone)]
pub(crate) struct ToolPolicy {
    pub(crate) name: &'static str,
    /// Where the attribute stands in the source.
    pub(crate) file: &'static str,
    pub(crate) line: u32,
    pub(crate) read_only: bool,
    /// The names of its arguments on the wire, by which a limit may count.
    pub(crate) arguments: Vec<&'static str>,
    pub(crate) guards: Guards,
}
