use std::borrow::Cow;
use std::future::Future;
use std::sync::Arc;

use mcp_literals::uri::Pattern;
use serde_json::{Map, Value, json};

use super::common::{Body, Common, schema, setters};
use crate::error::Problems;
use crate::handler::compiled::Closure;
use crate::handler::completion::{Completion, Source};
use crate::handler::resource::About;
use crate::handler::{Context, HandlerFuture, IntoResourceOutput, Resource, reply_resource};
use crate::usage::Kind;

/// A resource, or all resources of a URI template (RFC 6570), made at run
/// time.
///
/// ```
/// use mcp_runtime::DynamicResource;
///
/// let notes = DynamicResource::new("note", "notes://{id}", |uri, variables, _ctx| async move {
///     format!("{uri} is number {}", variables["id"])
/// })
/// .mime_type("text/plain");
/// ```
pub struct DynamicResource {
    pub(super) common: Common,
    uri: String,
    about: About,
    completions: Vec<Completion>,
    run: Closure,
}

setters!(DynamicResource);

impl DynamicResource {
    /// A resource of this name at this URI or template. What it runs gets the
    /// URI that was asked for, and the template's variables: strings, and
    /// lists of them for those with a `*`, empty ones too; others that are
    /// absent are left out.
    pub fn new<F, Fut>(name: impl Into<String>, uri: impl Into<String>, run: F) -> Self
    where
        F: Fn(String, Map<String, Value>, Context) -> Fut + Send + Sync + 'static,
        Fut: Future + Send + 'static,
        Fut::Output: IntoResourceOutput,
    {
        let run = Arc::new(run);
        let run = move |given, ctx: Context| -> HandlerFuture {
            let run = Arc::clone(&run);
            Box::pin(async move {
                let uri = ctx.facts().uri().unwrap_or_default();
                reply_resource(run(uri, given, ctx).await)
            })
        };
        Self {
            common: Common::new(name.into()),
            uri: uri.into(),
            about: About::default(),
            completions: Vec::new(),
            run: Arc::new(run),
        }
    }

    /// The media type of its contents, where they do not say another.
    #[must_use]
    pub fn mime_type(mut self, mime_type: impl Into<String>) -> Self {
        self.about.mime_type = Some(Cow::Owned(mime_type.into()));
        self
    }

    /// Its size in bytes.
    #[must_use]
    pub fn size(mut self, bytes: u64) -> Self {
        self.about.size = Some(bytes);
        self
    }

    /// For whom it is and how much it matters: `Annotations` of the
    /// specification.
    #[must_use]
    pub fn annotations(mut self, annotations: Map<String, Value>) -> Self {
        self.about.annotations = Some(annotations.into());
        self
    }

    /// What clients offer to whoever types a variable.
    #[must_use]
    pub fn complete<'a>(mut self, name: &str, values: impl IntoIterator<Item = &'a str>) -> Self {
        let values: Vec<&str> = values.into_iter().collect();
        let source = Source::list(&values);
        self.completions.push(Completion { argument: name.into(), source });
        self
    }

    pub(crate) fn compile(self, problems: &mut Problems) -> Option<Resource> {
        let Self { common, uri, about, completions, run } = self;
        // What is wrong with the URI is said where the handler is made.
        let variables = Pattern::parse(&uri).map(|pattern| variables(&pattern));
        let input_schema = variables.unwrap_or_else(|_| schema(Map::new(), Vec::new()));
        let body = Body { input_schema, output_schema: None, completions, run };
        let handler = common.compile(Kind::Resource, true, body, problems)?;
        Resource::of(handler, &uri, about, problems)
    }
}

fn variables(pattern: &Pattern) -> Value {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for variable in pattern.variables() {
        let name = variable.name.clone();
        let one = if variable.list {
            json!({ "type": "array", "items": { "type": "string" } })
        } else {
            json!({ "type": "string" })
        };
        properties.insert(name.clone(), one);
        if !variable.optional && !variable.list {
            required.push(name);
        }
    }
    schema(properties, required)
}
