use std::borrow::Cow;
use std::time::Duration;

use mcp_literals::uri::{Pattern, Value as Text};
use serde_json::{Map, Value};

use super::{Handler, ResourceDef};
use crate::error::Problems;
use crate::protocol::CacheScope;
use crate::usage::Kind;

/// A resource or a template of resources compiled at start-up.
pub(crate) struct Resource {
    pub(crate) handler: Handler,
    pub(crate) about: About,
    /// Of its URIs.
    pub(crate) pattern: Pattern,
}

/// What it says of its contents.
#[derive(Default)]
pub(crate) struct About {
    pub(crate) mime_type: Option<Cow<'static, str>>,
    pub(crate) size: Option<u64>,
    pub(crate) annotations: Option<Value>,
    pub(crate) ttl: Option<Duration>,
    pub(crate) cache_scope: Option<CacheScope>,
}

impl Resource {
    /// Compiles a definition; mistakes are added to `problems`.
    pub(super) fn compile(def: &'static ResourceDef, problems: &mut Problems) -> Option<Self> {
        let handler = Handler::compile(&def.handler, Kind::Resource, problems)?;
        let about = About {
            mime_type: def.mime_type.map(Cow::Borrowed),
            size: def.size,
            annotations: def.annotations.map(|annotations| serde_json::json!(annotations)),
            ttl: def.ttl,
            cache_scope: def.cache_scope,
        };
        Self::of(handler, def.uri, about, problems)
    }

    /// A handler that clients read at these URIs.
    pub(super) fn of(
        handler: Handler,
        uri: &str,
        about: About,
        problems: &mut Problems,
    ) -> Option<Self> {
        let pattern = match Pattern::parse(uri) {
            Ok(pattern) => pattern,
            Err(problem) => {
                problems.add(format!("{}: {}", handler.place(), problem.text));
                return None;
            }
        };
        if let Err(problem) = check(&pattern, &handler.input_schema) {
            problems.add(format!("{}: {problem}", handler.place()));
            return None;
        }
        Some(Self { handler, about, pattern })
    }

    /// The values of a URI as arguments; the text of an object.
    pub(crate) fn spelled_variables(&self, values: &[Option<Text>]) -> Option<String> {
        let mut arguments = Map::new();
        for (variable, value) in self.pattern.variables().iter().zip(values) {
            let name = &*variable.name;
            let value = match value {
                Some(Text::Text(text)) => self.spelled(name, text),
                Some(Text::List(texts)) => Some(self.spelled_list(name, texts)),
                Some(Text::Pairs(_)) | None => None,
            };
            if let Some(value) = value {
                arguments.insert(name.to_owned(), value);
            }
        }
        (!arguments.is_empty()).then(|| Value::Object(arguments).to_string())
    }
}

/// Each variable is an argument, and what every call needs is in every URI.
fn check(pattern: &Pattern, schema: &Value) -> Result<(), String> {
    let required: Vec<&str> = schema["required"]
        .as_array()
        .map(|names| names.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    for variable in pattern.variables() {
        let name = &*variable.name;
        if schema["properties"].get(name).is_none() {
            return Err(format!(
                "the URI has a variable `{name}`, and no parameter has that name: add one, or \
                 remove the variable"
            ));
        }
        // A list that is not there is an empty one.
        if variable.optional && !variable.list && required.contains(&name) {
            return Err(format!(
                "the URI may do without `{name}`, and the function does not: make the parameter \
                 an `Option`, or give it a default"
            ));
        }
    }
    let has = |name: &str| pattern.variables().iter().any(|variable| variable.name == name);
    match required.into_iter().find(|name| !has(name)) {
        Some(name) => Err(format!(
            "the parameter `{name}` is no variable of the URI: write `{{{name}}}` into it, or give \
             the parameter a default"
        )),
        None => Ok(()),
    }
}

impl std::ops::Deref for Resource {
    type Target = Handler;

    fn deref(&self) -> &Handler {
        &self.handler
    }
}
