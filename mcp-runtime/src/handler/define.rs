//! What the macros write: constant descriptions, collected at link time.

use std::time::Duration;

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
    pub(crate) blocking: bool,
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
            blocking: false,
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

    /// The function is not async: it runs off the async threads.
    #[must_use]
    pub const fn blocking(mut self) -> Self {
        self.blocking = true;
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

/// Hints about a tool's behaviour (specification, `ToolAnnotations`); only
/// what was written is sent.
#[derive(Debug, Clone, Copy)]
pub struct Annotations {
    pub(crate) read_only: Option<bool>,
    pub(crate) destructive: Option<bool>,
    pub(crate) idempotent: Option<bool>,
    pub(crate) open_world: Option<bool>,
}

impl Default for Annotations {
    fn default() -> Self {
        Self::new()
    }
}

impl Annotations {
    /// No hints.
    pub const fn new() -> Self {
        Self { read_only: None, destructive: None, idempotent: None, open_world: None }
    }

    /// It changes nothing.
    #[must_use]
    pub const fn read_only(mut self, yes: bool) -> Self {
        self.read_only = Some(yes);
        self
    }

    /// It may destroy something.
    #[must_use]
    pub const fn destructive(mut self, yes: bool) -> Self {
        self.destructive = Some(yes);
        self
    }

    /// Repeating it with the same arguments has no further effect.
    #[must_use]
    pub const fn idempotent(mut self, yes: bool) -> Self {
        self.idempotent = Some(yes);
        self
    }

    /// It talks to things outside the server.
    #[must_use]
    pub const fn open_world(mut self, yes: bool) -> Self {
        self.open_world = Some(yes);
        self
    }

    /// Whether a call whose outcome is unknown may simply be repeated.
    pub(crate) fn repeatable(self) -> bool {
        self.read_only == Some(true) || self.idempotent == Some(true)
    }
}

/// A picture for a tool (specification, `Icon`).
#[derive(Debug, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IconDef {
    src: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    mime_type: Option<&'static str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    sizes: &'static [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<&'static str>,
}

impl IconDef {
    /// An icon at this `https:` or `data:` URI.
    pub const fn new(src: &'static str) -> Self {
        Self { src, mime_type: None, sizes: &[], theme: None }
    }

    /// Its media type.
    #[must_use]
    pub const fn mime_type(mut self, mime_type: &'static str) -> Self {
        self.mime_type = Some(mime_type);
        self
    }

    /// Its sizes, such as `48x48` or `any`.
    #[must_use]
    pub const fn sizes(mut self, sizes: &'static [&'static str]) -> Self {
        self.sizes = sizes;
        self
    }

    /// The background it is made for: `light` or `dark`.
    #[must_use]
    pub const fn theme(mut self, theme: &'static str) -> Self {
        self.theme = Some(theme);
        self
    }
}

/// The guards written on a function; absent ones cost nothing at run time.
#[derive(Debug, Clone, Copy)]
pub struct Guards {
    pub(crate) timeout: Option<Duration>,
}

impl Default for Guards {
    fn default() -> Self {
        Self::new()
    }
}

impl Guards {
    /// No guard beyond the server's defaults.
    pub const fn new() -> Self {
        Self { timeout: None }
    }

    /// The deadline of one call.
    #[must_use]
    pub const fn timeout_ms(mut self, millis: u64) -> Self {
        self.timeout = Some(Duration::from_millis(millis));
        self
    }
}

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
