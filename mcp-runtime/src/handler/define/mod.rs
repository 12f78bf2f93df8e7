//! What the macros write: constant descriptions, collected at link time.

mod annotations;
mod guards;
mod icon;
mod param;
mod registration;

pub use annotations::Annotations;
pub use guards::{
    AccessDef, BreakerDef, BudgetDef, CacheDef, CheckFn, CheckFuture, Guards, PerDef, RateDef,
    check,
};
pub use icon::IconDef;
pub use param::ParamDef;
pub use registration::{Registration, ToolRef};

use super::{Call, Describe, Prepared};

/// A tool as written in the source: constant, without any type information
/// but two function pointers.
#[derive(Debug)]
pub struct ToolDef {
    pub(crate) name: &'static str,
    pub(crate) title: Option<&'static str>,
    pub(crate) description: Option<&'static str>,
    pub(crate) annotations: Annotations,
    pub(crate) icons: &'static [IconDef],
    pub(crate) meta: Option<&'static str>,
    pub(crate) params: &'static [ParamDef],
    pub(crate) guards: Guards,
    pub(crate) file: &'static str,
    pub(crate) line: u32,
    pub(crate) module: &'static str,
    pub(crate) describe: fn(&mut Describe<'_>),
    pub(crate) invoke: fn(Call<'_>) -> Prepared,
}

impl ToolDef {
    /// A tool with nothing but a name, parameters and code.
    pub const fn new(
        name: &'static str,
        params: &'static [ParamDef],
        describe: fn(&mut Describe<'_>),
        invoke: fn(Call<'_>) -> Prepared,
    ) -> Self {
        Self {
            name,
            title: None,
            description: None,
            annotations: Annotations::new(),
            icons: &[],
            meta: None,
            params,
            guards: Guards::new(),
            file: "",
            line: 0,
            module: "",
            describe,
            invoke,
        }
    }

    /// A name for display.
    #[must_use]
    pub const fn title(mut self, title: &'static str) -> Self {
        self.title = Some(title);
        self
    }

    /// What it does, for the model.
    #[must_use]
    pub const fn description(mut self, description: &'static str) -> Self {
        self.description = Some(description);
        self
    }

    /// Behaviour hints.
    #[must_use]
    pub const fn annotations(mut self, annotations: Annotations) -> Self {
        self.annotations = annotations;
        self
    }

    /// Pictures for display.
    #[must_use]
    pub const fn icons(mut self, icons: &'static [IconDef]) -> Self {
        self.icons = icons;
        self
    }

    /// `_meta` as one JSON object.
    #[must_use]
    pub const fn meta(mut self, json: &'static str) -> Self {
        self.meta = Some(json);
        self
    }

    /// The guards written on the function.
    #[must_use]
    pub const fn guards(mut self, guards: Guards) -> Self {
        self.guards = guards;
        self
    }

    /// Where it stands in the source, for start-up messages.
    #[must_use]
    pub const fn declared(mut self, file: &'static str, line: u32, module: &'static str) -> Self {
        self.file = file;
        self.line = line;
        self.module = module;
        self
    }
}
