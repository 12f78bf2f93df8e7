use super::{Guards, IconDef, ParamDef};
use crate::handler::{Call, Describe, Prepared};

/// A function as written in the source, whatever clients reach it by: constant,
/// without any type information but two function pointers.
#[derive(Debug)]
pub struct HandlerDef {
    pub(crate) name: &'static str,
    pub(crate) title: Option<&'static str>,
    pub(crate) description: Option<&'static str>,
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

impl HandlerDef {
    /// One with nothing but a name, parameters and code.
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
