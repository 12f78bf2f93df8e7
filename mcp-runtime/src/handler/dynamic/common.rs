//! What all three have.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::DynamicGuards;
use crate::error::Problems;
use crate::handler::compiled::{Closure, Run, Said};
use crate::handler::completion::Completion;
use crate::handler::interned::interned;
use crate::handler::{Handler, HandlerId, Requirements, secrets};
use crate::schema::Validator;
use crate::usage::Kind;

/// The longest name that clients have to accept.
const LONGEST: usize = 128;

#[derive(Default)]
pub(super) struct Common {
    pub(super) name: String,
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) icons: Option<Value>,
    pub(super) meta: Option<Value>,
    pub(super) guards: DynamicGuards,
}

/// What is particular to one.
pub(super) struct Body {
    pub(super) input_schema: Value,
    pub(super) output_schema: Option<Value>,
    pub(super) completions: Vec<Completion>,
    pub(super) run: Closure,
}

impl Common {
    pub(super) fn new(name: String) -> Self {
        Self { name, ..Self::default() }
    }

    /// Compiles it; mistakes are added to `problems`.
    pub(super) fn compile(
        self,
        kind: Kind,
        read_only: bool,
        body: Body,
        problems: &mut Problems,
    ) -> Option<Handler> {
        if let Some(problem) = name_problem(kind, &self.name) {
            problems.add(problem);
            return None;
        }
        let at = format!("{kind} `{}`", self.name);
        let Body { input_schema, output_schema, completions, run } = body;
        if input_schema["type"] != "object" {
            problems.add(format!(
                "{at}: the input schema is of no object: its `type` has to be \"object\""
            ));
            return None;
        }
        let strange = completions
            .iter()
            .find(|completion| input_schema["properties"].get(&*completion.argument).is_none());
        if let Some(Completion { argument, .. }) = strange {
            problems.add(format!("{at}: `complete` is for an argument, and `{argument}` is none"));
            return None;
        }
        let whole = match Validator::compile(&input_schema) {
            Ok(whole) => whole,
            Err(error) => {
                problems.add(format!("{at}: the input schema cannot be enforced: {error}"));
                return None;
            }
        };
        let guards = match self.guards.finish(read_only, &input_schema) {
            Ok(guards) => guards,
            Err(found) => {
                problems.extend(found.into_iter().map(|problem| format!("{at}: {problem}")));
                return None;
            }
        };
        // Last: what is refused leaves no name behind.
        let Some(name) = interned(&self.name) else {
            problems.add(
                "this process has used too many names of handlers: give handlers that come and go \
                 the names of those before them",
            );
            return None;
        };
        Some(Handler {
            kind,
            name,
            said: Said {
                title: self.title.map(Cow::Owned),
                description: self.description.filter(|text| !text.is_empty()).map(Cow::Owned),
                icons: self.icons,
                meta: self.meta,
                file: "",
                line: 0,
            },
            guards,
            id: HandlerId::default(),
            run: Run::Closure(run),
            params: Vec::new(),
            flatten: Some(whole),
            requirements: Requirements::default(),
            secrets: secrets::find(&input_schema),
            input_schema,
            completions,
            output_schema,
        })
    }
}

fn name_problem(kind: Kind, name: &str) -> Option<String> {
    let allowed = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '.');
    if name.is_empty() {
        return Some(format!("a {kind} needs a name"));
    }
    let length = name.chars().count();
    if length > LONGEST {
        return Some(format!("a {kind}'s name has {length} characters; {LONGEST} are allowed"));
    }
    name.chars().find(|char| !allowed(*char)).map(|bad| {
        format!("a {kind}'s name has letters of ASCII, digits, `_`, `-` and `.`, not {bad:?}")
    })
}

/// The setters that all three have.
macro_rules! setters {
    ($ty:ident) => {
        impl $ty {
            /// A name for people.
            #[must_use]
            pub fn title(mut self, title: impl Into<String>) -> Self {
                self.common.title = Some(title.into());
                self
            }

            /// What it is for.
            #[must_use]
            pub fn description(mut self, description: impl Into<String>) -> Self {
                self.common.description = Some(description.into());
                self
            }

            /// Its icons: `Icon[]` of the specification.
            #[must_use]
            pub fn icons(mut self, icons: Vec<serde_json::Value>) -> Self {
                self.common.icons = Some(icons.into());
                self
            }

            /// Its `_meta` in lists.
            #[must_use]
            pub fn meta(mut self, meta: serde_json::Map<String, serde_json::Value>) -> Self {
                self.common.meta = Some(meta.into());
                self
            }

            /// What limits it. Default: the server's defaults, and the policy.
            #[must_use]
            pub fn guards(mut self, guards: crate::DynamicGuards) -> Self {
                self.common.guards = guards;
                self
            }
        }

        impl $ty {
            pub(crate) fn name(&self) -> &str {
                &self.common.name
            }
        }

        impl std::fmt::Debug for $ty {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($ty))
                    .field("name", &self.common.name)
                    .finish_non_exhaustive()
            }
        }
    };
}

pub(super) use setters;

/// An object without members.
pub(super) fn no_arguments() -> Value {
    serde_json::json!({ "type": "object", "properties": {}, "additionalProperties": false })
}

/// Properties and the names of those that are required, as a schema.
pub(super) fn schema(properties: Map<String, Value>, required: Vec<String>) -> Value {
    let mut schema = no_arguments();
    schema["properties"] = Value::Object(properties);
    if !required.is_empty() {
        schema["required"] = required.into();
    }
    schema
}
