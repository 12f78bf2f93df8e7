use std::future::Future;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::common::{Body, Common, no_arguments, setters};
use crate::error::{CallError, Problems};
use crate::handler::compiled::Closure;
use crate::handler::{
    Annotations, Context, HandlerFuture, IntoToolOutput, Output, TaskDef, Tool, ToolOutput, reply,
};
use crate::schema::Validator;
use crate::usage::Kind;

/// A tool that is made at run time: what another server offers, for example.
///
/// Its arguments are held to the schema before the closure is called, and what
/// it returns is what a function can return. See [`Registrar`](crate::Registrar).
///
/// ```
/// use mcp_runtime::prelude::*;
/// use mcp_runtime::DynamicTool;
/// use serde_json::json;
///
/// let tool = DynamicTool::new("shout", |arguments, _ctx| async move {
///     let text = arguments["text"].as_str().unwrap_or_default().to_uppercase();
///     Ok::<_, CallError>(text)
/// })
/// .description("Says it louder.")
/// .input_schema(json!({
///     "type": "object",
///     "properties": { "text": { "type": "string", "maxLength": 100 } },
///     "required": ["text"],
///     "additionalProperties": false,
/// }))
/// .read_only(true);
/// ```
pub struct DynamicTool {
    pub(super) common: Common,
    input_schema: Value,
    output_schema: Option<Value>,
    annotations: Annotations,
    task: TaskDef,
    run: Closure,
}

setters!(DynamicTool);

impl DynamicTool {
    /// A tool of this name, which runs this for each call. The arguments are
    /// an object that fits the schema. Default: it takes none.
    pub fn new<F, Fut>(name: impl Into<String>, run: F) -> Self
    where
        F: Fn(Map<String, Value>, Context) -> Fut + Send + Sync + 'static,
        Fut: Future + Send + 'static,
        Fut::Output: IntoToolOutput,
    {
        let run = Arc::new(run);
        let run = move |given, ctx| -> HandlerFuture {
            let run = Arc::clone(&run);
            // Not before the guards have let the call through.
            Box::pin(async move { reply(run(given, ctx).await) })
        };
        Self {
            common: Common::new(name.into()),
            input_schema: no_arguments(),
            output_schema: None,
            annotations: Annotations::new(),
            task: TaskDef::Never,
            run: Arc::new(run),
        }
    }

    /// The JSON Schema of its arguments, which is one of an object.
    #[must_use]
    pub fn input_schema(mut self, schema: Value) -> Self {
        self.input_schema = schema;
        self
    }

    /// The JSON Schema of its structured content. A result that does not fit
    /// fails as INTERNAL.
    #[must_use]
    pub fn output_schema(mut self, schema: Value) -> Self {
        self.output_schema = Some(schema);
        self
    }

    /// Whether it changes nothing.
    #[must_use]
    pub fn read_only(mut self, yes: bool) -> Self {
        self.annotations.read_only = Some(yes);
        self
    }

    /// Whether it may destroy something.
    #[must_use]
    pub fn destructive(mut self, yes: bool) -> Self {
        self.annotations.destructive = Some(yes);
        self
    }

    /// Whether a second call with the same arguments changes nothing more.
    #[must_use]
    pub fn idempotent(mut self, yes: bool) -> Self {
        self.annotations.idempotent = Some(yes);
        self
    }

    /// Whether it reaches beyond the server.
    #[must_use]
    pub fn open_world(mut self, yes: bool) -> Self {
        self.annotations.open_world = Some(yes);
        self
    }

    /// Lets its calls go on as tasks, for clients that can follow them: `task`
    /// of [`mcp_tool`](crate::mcp_tool).
    #[must_use]
    pub fn task(mut self) -> Self {
        self.task = TaskDef::Supported;
        self
    }

    /// The same, and refuses clients that cannot: `task = "required"`.
    #[must_use]
    pub fn task_required(mut self) -> Self {
        self.task = TaskDef::Required;
        self
    }

    pub(crate) fn compile(self, problems: &mut Problems) -> Option<Tool> {
        let Self { common, input_schema, output_schema, annotations, task, run } = self;
        let run = match &output_schema {
            None => run,
            Some(schema) => match Validator::compile(schema) {
                Ok(validator) => checked(run, validator),
                Err(error) => {
                    let name = &common.name;
                    problems.add(format!(
                        "tool `{name}`: the output schema cannot be enforced: {error}"
                    ));
                    return None;
                }
            },
        };
        let read_only = annotations.read_only == Some(true);
        let body = Body { input_schema, output_schema, completions: Vec::new(), run };
        let handler = common.compile(Kind::Tool, read_only, body, problems)?;
        Tool::of(handler, annotations, task, problems)
    }
}

/// With its results held to their schema.
fn checked(run: Closure, validator: Validator) -> Closure {
    let validator = Arc::new(validator);
    Arc::new(move |given, ctx| {
        let (result, validator) = (run(given, ctx), Arc::clone(&validator));
        Box::pin(async move {
            let output = result.await?;
            match &output {
                Output::Tool(output) => fits(output, &validator).map_err(CallError::internal)?,
                _ => return Err(CallError::internal("the output is not of a tool")),
            }
            Ok(output)
        })
    })
}

fn fits(output: &ToolOutput, validator: &Validator) -> Result<(), String> {
    let text = output.structured.as_deref().ok_or(
        "it has an output schema, and its result no structured content: return \
         `ToolOutput::structured`",
    )?;
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    match validator.validate(&value).first() {
        None => Ok(()),
        Some(violation) => Err(format!(
            "the structured content does not fit the output schema: expected {} at {:?}",
            violation.expected, violation.pointer
        )),
    }
}
