/// A parameter as written in the source.
#[derive(Debug)]
pub struct ParamDef {
    pub(crate) name: Option<&'static str>,
    pub(crate) description: Option<&'static str>,
    pub(crate) overlay: Option<&'static str>,
    pub(crate) has_default: bool,
}

impl ParamDef {
    /// A parameter that is called `name` on the wire, should it be an argument.
    pub const fn new(name: &'static str) -> Self {
        Self { name: Some(name), ..Self::unnamed() }
    }

    /// A pattern without an obvious name; legal only for context.
    pub const fn unnamed() -> Self {
        Self { name: None, description: None, overlay: None, has_default: false }
    }

    /// What it means, for the model.
    #[must_use]
    pub const fn description(mut self, description: &'static str) -> Self {
        self.description = Some(description);
        self
    }

    /// Schema keywords from `#[arg(..)]` as one JSON object.
    #[must_use]
    pub const fn overlay(mut self, json: &'static str) -> Self {
        self.overlay = Some(json);
        self
    }

    /// It may be left out: the function's default takes its place.
    #[must_use]
    pub const fn has_default(mut self) -> Self {
        self.has_default = true;
        self
    }
}
