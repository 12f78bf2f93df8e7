use std::borrow::Cow;
use std::sync::Arc;

use mcp_literals::nearest;
use serde_json::{Map, Value};

use super::completion::{Completion, Source, choices};
use super::describe::{Describe, Described};
use super::own_guards::OwnGuards;
use super::param::Param;
use super::slot_id::HandlerId;
use super::{Call, Context, Generators, HandlerDef, HandlerFuture, Prepared, Requirements};
use crate::error::Problems;
use crate::schema::Validator;
use crate::usage::Kind;

/// A function ready to be called: schemas built, validators compiled.
pub(crate) struct Handler {
    pub(crate) kind: Kind,
    pub(crate) name: &'static str,
    pub(crate) said: Said,
    pub(crate) guards: OwnGuards,
    /// Its place among all handlers of the server.
    pub(crate) id: HandlerId,
    pub(super) run: Run,
    pub(super) params: Vec<Param>,
    /// The schema of the whole of `arguments`, where a struct is flattened into it.
    pub(super) flatten: Option<Validator>,
    pub(crate) requirements: Requirements,
    /// The pointers of arguments whose values are not shown.
    pub(super) secrets: Vec<String>,

    pub(crate) input_schema: Value,
    /// The arguments that complete.
    pub(crate) completions: Vec<Completion>,
    /// Of what it returns, where that is structured.
    pub(super) output_schema: Option<Value>,
}

/// What it says of itself.
#[derive(Default)]
pub(crate) struct Said {
    pub(crate) title: Option<Cow<'static, str>>,
    pub(crate) description: Option<Cow<'static, str>>,
    pub(crate) icons: Option<Value>,
    pub(crate) meta: Option<Value>,
    /// Where it stands in the source; nowhere where it was made at run time.
    pub(crate) file: &'static str,
    pub(crate) line: u32,
}

impl Said {
    fn of(def: &HandlerDef) -> Self {
        Self {
            title: def.title.map(Cow::Borrowed),
            description: def.description.filter(|text| !text.is_empty()).map(Cow::Borrowed),
            icons: (!def.icons.is_empty()).then(|| serde_json::json!(def.icons)),
            meta: def.meta.and_then(|meta| serde_json::from_str(meta).ok()),
            file: def.file,
            line: def.line,
        }
    }
}

/// What is run.
pub(super) enum Run {
    /// Generated code, which takes its parameters one by one.
    Function(fn(Call<'_>) -> Prepared),
    /// A closure, which takes the arguments as they are.
    Closure(Closure),
}

/// Code that was made at run time. It takes an object.
pub(super) type Closure = Arc<dyn Fn(Map<String, Value>, Context) -> HandlerFuture + Send + Sync>;

impl Handler {
    /// Compiles a definition; mistakes are added to `problems`.
    pub(super) fn compile(
        def: &'static HandlerDef,
        kind: Kind,
        problems: &mut Problems,
    ) -> Option<Self> {
        let at = Place { kind, name: def.name, file: def.file, line: def.line };
        let mut generators = Generators::default();
        let mut described = Describe::new(&mut generators);
        (def.describe)(&mut described);
        let Describe { params: described, requirements, output_schema, completions, .. } =
            described;

        let mut definitions: Map<String, Value> = generators.take_definitions();
        definitions.values_mut().for_each(super::shape::tidy);
        let mut root = super::shape::Root::default();
        let mut params = Vec::new();
        let mut ok = true;
        for described in described {
            let result = match described {
                Described::Context => {
                    params.push(Param::context());
                    Ok(())
                }
                Described::Argument { index, schema, required, ty, computed } => {
                    Param::argument(def, index, schema.into(), required, computed, ty, &definitions)
                        .map(|(param, schema)| {
                            root.add(param.name, schema, param.required);
                            params.push(param);
                        })
                }
                Described::Flatten { schema } => {
                    params.push(Param::context());
                    root.flatten(schema.into())
                }
            };
            if let Err(problem) = result {
                problems.add(format!("{at}: {problem}"));
                ok = false;
            }
        }
        let flattened = root.is_flattened();
        let input_schema = root.finish(definitions);
        let guards = OwnGuards::from(def.guards);
        if let Err(problem) = super::keyed::check(&guards, &input_schema) {
            problems.add(format!("{at}: {problem}"));
            ok = false;
        }
        let flatten = if flattened {
            match Validator::compile(&input_schema) {
                Ok(validator) => Some(validator),
                Err(error) => {
                    problems.add(format!("{at}: the input schema cannot be enforced: {error}"));
                    return None;
                }
            }
        } else {
            None
        };
        let output_schema = output_schema.map(|schema| {
            let mut schema = Value::from(schema);
            super::shape::tidy(&mut schema);
            schema
        });
        let completions = completing(kind, &params, completions, &input_schema);
        ok.then(|| Self {
            kind,
            name: def.name,
            said: Said::of(def),
            guards,
            id: HandlerId::default(),
            run: Run::Function(def.invoke),
            params,
            flatten,
            requirements,
            secrets: super::secrets::find(&input_schema),
            input_schema,
            completions,
            output_schema,
        })
    }

    /// Checks the arguments and creates the handler's future.
    pub(crate) fn prepare(&self, arguments: Option<&str>, ctx: Context) -> Prepared {
        let call = Call::new(self, arguments, ctx);
        match &self.run {
            Run::Function(invoke) => invoke(call),
            Run::Closure(closure) => call.run_closure(closure),
        }
    }

    /// What an argument is where it is not sent, as JSON.
    pub(crate) fn default_of(&self, argument: &str) -> String {
        self.input_schema["properties"][argument]["default"].to_string()
    }

    /// How an argument completes, where it does.
    pub(crate) fn completion(&self, argument: &str) -> Option<&Completion> {
        self.completions.iter().find(|completion| &*completion.argument == argument)
    }

    /// Whether it has an argument of this name.
    pub(crate) fn has_argument(&self, name: &str) -> bool {
        self.input_schema["properties"].get(name).is_some()
    }

    /// The names of its arguments on the wire; a flattened struct's are the
    /// properties of its schema.
    pub(crate) fn arguments(&self) -> Vec<Cow<'static, str>> {
        let own = self.params.iter().map(|param| param.name).filter(|name| !name.is_empty());
        let mut names: Vec<Cow<'static, str>> = own.map(Cow::Borrowed).collect();
        if self.flatten.is_some()
            && let Some(properties) = self.input_schema["properties"].as_object()
        {
            let others = properties.keys().filter(|name| self.param_index(name).is_none());
            names.extend(others.map(|name| Cow::Owned(name.clone())));
        }
        names
    }

    /// The slot of the argument of this name. Functions have few parameters, for
    /// which a scan beats hashing.
    pub(super) fn param_index(&self, name: &str) -> Option<usize> {
        if name.is_empty() {
            return None; // context has no name on the wire
        }
        self.params.iter().position(|param| param.name == name)
    }

    pub(crate) fn no_such_argument(&self, name: &str) -> String {
        let known = self.arguments();
        let all = known.join(", ");
        let known = known.iter().map(AsRef::as_ref);
        if all.is_empty() {
            return format!("no argument `{name}` (the {} takes none)", self.kind);
        }
        match nearest(name, known) {
            Some(near) => {
                format!(
                    "no argument `{name}` (did you mean `{near}`? the {} takes {all})",
                    self.kind
                )
            }
            None => format!("no argument `{name}` (the {} takes {all})", self.kind),
        }
    }

    /// What a value that fits the schema, but not the type, should have been.
    pub(super) fn readable(&self, index: usize, reason: &str) -> String {
        let name = self.params[index].name;
        match self.input_schema["properties"][name]["format"].as_str() {
            Some(format) => format!("a string of format `{format}` ({reason})"),
            None => format!("a value that the {} can read ({reason})", self.kind),
        }
    }

    /// Where it stands in the source.
    pub(crate) fn place(&self) -> impl std::fmt::Display + use<> {
        let Said { file, line, .. } = self.said;
        Place { kind: self.kind, name: self.name, file, line }
    }
}

/// The arguments that complete: by what was written at them, else by their
/// schemas. Nobody types the arguments of tools and methods.
fn completing(
    kind: Kind,
    params: &[Param],
    mut written: Vec<(usize, Source)>,
    input_schema: &Value,
) -> Vec<Completion> {
    if matches!(kind, Kind::Tool | Kind::Method) {
        return Vec::new();
    }
    let mut all = Vec::new();
    for (index, param) in params.iter().enumerate().filter(|(_, param)| !param.name.is_empty()) {
        let own = written.iter().position(|(at, _)| *at == index);
        let source = own.map(|own| written.swap_remove(own).1).or_else(|| {
            let schema = &input_schema["properties"][param.name];
            choices(schema, input_schema.get("$defs")).map(Source::List)
        });
        all.extend(source.map(|source| Completion { argument: param.name.into(), source }));
    }
    all
}

pub(super) struct Place {
    pub(super) kind: Kind,
    pub(super) name: &'static str,
    pub(super) file: &'static str,
    pub(super) line: u32,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { kind, name, file, line } = self;
        if file.is_empty() {
            return write!(f, "{kind} `{name}`");
        }
        write!(f, "{kind} `{name}` ({file}:{line})")
    }
}
