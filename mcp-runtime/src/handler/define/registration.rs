use super::{MethodDef, PromptDef, ResourceDef, ToolDef};

/// One link-time entry.
#[derive(Debug)]
pub enum Registration {
    /// From `#[mcp_tool]`.
    Tool(&'static ToolDef),
    /// From `#[mcp_prompt]`.
    Prompt(&'static PromptDef),
    /// From `#[mcp_resource]`.
    Resource(&'static ResourceDef),
    /// From `#[mcp_method]`.
    Method(&'static MethodDef),
}

inventory::collect!(Registration);

impl Registration {
    pub(crate) fn tool(&self) -> Option<&'static ToolDef> {
        if let Self::Tool(def) = self { Some(def) } else { None }
    }

    pub(crate) fn prompt(&self) -> Option<&'static PromptDef> {
        if let Self::Prompt(def) = self { Some(def) } else { None }
    }

    pub(crate) fn resource(&self) -> Option<&'static ResourceDef> {
        if let Self::Resource(def) = self { Some(def) } else { None }
    }

    pub(crate) fn method(&self) -> Option<&'static MethodDef> {
        if let Self::Method(def) = self { Some(def) } else { None }
    }
}

/// A function chosen for a server, for
/// [`ServerBuilder::tools`](crate::ServerBuilder::tools) and its like.
///
/// Made by [`tools!`](crate::tools).
#[derive(Debug, Clone, Copy)]
pub struct HandlerRef {
    pub(crate) function: std::any::TypeId,
    pub(crate) path: &'static str,
}

impl HandlerRef {
    /// Refers to the annotated function itself; every function has a type of
    /// its own, so re-exports and renames do not matter.
    pub fn of<F: 'static>(_function: &F) -> Self {
        Self { function: std::any::TypeId::of::<F>(), path: std::any::type_name::<F>() }
    }
}
