use mcp_literals::nearest;
use serde_json::{Map, Value};

use super::completion::{Completion, Source, choices};
use super::describe::{Describe, Described};
use super::param::Param;
use super::{Call, Context, Generators, HandlerDef, Prepared, Requirements};
use crate::error::Problems;
use crate::schema::Validator;
use crate::usage::Kind;

/// A function compiled at start-up: schemas built, validators ready.
pub(crate) struct Handler {
    pub(crate) def: &'static HandlerDef,
    pub(crate) kind: Kind,
    pub(crate) name: &'static str,
    /// Its place among all handlers of the server.
    pub(crate) index: usize,
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

impl Handler {
    /// Compiles a definition; mistakes are added to `problems`.
    pub(super) fn compile(
        def: &'static HandlerDef,
        kind: Kind,
        problems: &mut Problems,
    ) -> Option<Self> {
        let at = Place(def, kind);
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
        if let Err(problem) = super::keyed::check(&def.guards, &input_schema) {
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
            def,
            kind,
            name: def.name,
            index: 0,
            params,
            flatten,
            requirements,
            secrets: super::secrets::find(&input_schema),
            input_schema,
            completions,
            output_schema,
        })
    }

    /// The method by which clients reach it.
    #[cfg_attr(not(feature = "http"), allow(dead_code))]
    pub(crate) fn method(&self) -> &'static str {
        match self.kind {
            Kind::Tool => "tools/call",
            Kind::Prompt => "prompts/get",
            Kind::Resource => "resources/read",
            Kind::Method => self.name,
        }
    }

    /// Checks the arguments and creates the handler's future.
    pub(crate) fn prepare(&self, arguments: Option<&str>, ctx: Context) -> Prepared {
        (self.def.invoke)(Call::new(self, arguments, ctx))
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
        self.param_index(name).is_some()
    }

    /// The names of its arguments on the wire; a flattened struct's are the
    /// properties of its schema.
    pub(crate) fn arguments(&self) -> Vec<&'static str> {
        let own = self.params.iter().map(|param| param.name).filter(|name| !name.is_empty());
        let mut names: Vec<&'static str> = own.collect();
        if self.flatten.is_some()
            && let Some(properties) = self.input_schema["properties"].as_object()
        {
            let others = properties.keys().filter(|name| self.param_index(name).is_none());
            // Once for each server: its schemas live as long as the process does.
            names.extend(others.map(|name| &*name.clone().leak()));
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
        let known = self.params.iter().map(|param| param.name).filter(|name| !name.is_empty());
        let all = known.clone().collect::<Vec<_>>().join(", ");
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
        Place(self.def, self.kind)
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

struct Place(&'static HandlerDef, Kind);

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let HandlerDef { name, file, line, .. } = self.0;
        write!(f, "{} `{name}` ({file}:{line})", self.1)
    }
}
