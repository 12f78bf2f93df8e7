use super::ToolDef;

/// One link-time entry.
#[derive(Debug)]
pub struct Registration(pub &'static ToolDef);

inventory::collect!(Registration);

/// A tool chosen by its function, for [`ServerBuilder::tools`](crate::ServerBuilder::tools).
///
/// Made by [`tools!`](crate::tools).
#[derive(Debug, Clone, Copy)]
pub struct ToolRef {
    pub(crate) function: std::any::TypeId,
    pub(crate) path: &'static str,
}

impl ToolRef {
    /// Refers to the annotated function itself; every function has a type of
    /// its own, so re-exports and renames do not matter.
    pub fn of<F: 'static>(_function: &F) -> Self {
        Self { function: std::any::TypeId::of::<F>(), path: std::any::type_name::<F>() }
    }
}
