use std::future::Future;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::common::{Body, Common, schema, setters};
use crate::error::Problems;
use crate::handler::compiled::Closure;
use crate::handler::completion::{Completion, Source};
use crate::handler::{Context, HandlerFuture, IntoPromptOutput, Prompt, reply_prompt};
use crate::usage::Kind;

/// A prompt that is made at run time. Its arguments are strings.
///
/// ```
/// use mcp_runtime::DynamicPrompt;
///
/// let prompt = DynamicPrompt::new("greet", |arguments, _ctx| async move {
///     format!("Greet {}.", arguments["name"].as_str().unwrap_or_default())
/// })
/// .required("name", "Who is greeted.")
/// .optional("tone", "How it sounds.")
/// .complete("tone", ["kind", "strict"]);
/// ```
pub struct DynamicPrompt {
    pub(super) common: Common,
    properties: Map<String, Value>,
    required: Vec<String>,
    completions: Vec<Completion>,
    run: Closure,
}

setters!(DynamicPrompt);

impl DynamicPrompt {
    /// A prompt of this name without arguments, which runs this each time that
    /// it is got.
    pub fn new<F, Fut>(name: impl Into<String>, run: F) -> Self
    where
        F: Fn(Map<String, Value>, Context) -> Fut + Send + Sync + 'static,
        Fut: Future + Send + 'static,
        Fut::Output: IntoPromptOutput,
    {
        let run = Arc::new(run);
        let run = move |given, ctx| -> HandlerFuture {
            let run = Arc::clone(&run);
            Box::pin(async move { reply_prompt(run(given, ctx).await) })
        };
        Self {
            common: Common::new(name.into()),
            properties: Map::new(),
            required: Vec::new(),
            completions: Vec::new(),
            run: Arc::new(run),
        }
    }

    /// Adds an argument that has to be given.
    #[must_use]
    pub fn required(mut self, name: &str, description: &str) -> Self {
        self.required.push(name.to_owned());
        self.optional(name, description)
    }

    /// Adds an argument that may be left out.
    #[must_use]
    pub fn optional(mut self, name: &str, description: &str) -> Self {
        let schema = json!({ "type": "string", "description": description });
        self.properties.insert(name.to_owned(), schema);
        self
    }

    /// What clients offer to whoever types an argument.
    #[must_use]
    pub fn complete<'a>(mut self, name: &str, values: impl IntoIterator<Item = &'a str>) -> Self {
        let values: Vec<&str> = values.into_iter().collect();
        let source = Source::list(&values);
        self.completions.push(Completion { argument: name.into(), source });
        self
    }

    pub(crate) fn compile(self, problems: &mut Problems) -> Option<Prompt> {
        let Self { common, properties, required, completions, run } = self;
        let input_schema = schema(properties, required);
        let body = Body { input_schema, output_schema: None, completions, run };
        let handler = common.compile(Kind::Prompt, true, body, problems)?;
        Some(Prompt { handler })
    }
}
