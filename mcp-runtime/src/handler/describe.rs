use std::any::TypeId;

use schemars::{JsonSchema, Schema};
use serde_json::Value;

use super::demand::{Flattened, Shown};
use super::primitive;
use super::{Generators, IntoToolOutput, Parameter, Requirements};

/// Collects at start-up what only the types know: schemas, requirements and
/// the identity of the function.
pub struct Describe<'a> {
    generators: &'a mut Generators,
    pub(super) params: Vec<Described>,
    pub(super) requirements: Requirements,
    pub(super) function: Option<TypeId>,
    pub(super) output_schema: Option<Schema>,
}

pub(super) enum Described {
    Context,
    Argument { index: usize, schema: Schema, required: bool, ty: TypeId, default: Option<Value> },
    Flatten { schema: Schema },
}

impl<'a> Describe<'a> {
    pub(super) fn new(generators: &'a mut Generators) -> Self {
        Self {
            generators,
            params: Vec::new(),
            requirements: Requirements::default(),
            function: None,
            output_schema: None,
        }
    }

    /// Remembers the function's own type, for explicit lists of tools.
    pub fn function<F: 'static>(&mut self, _: &F) {
        self.function = Some(TypeId::of::<F>());
    }

    /// Describes parameter `index`.
    pub fn param<T: Parameter<Via>, Via>(&mut self, index: usize) {
        T::describe(self, index);
    }

    /// Shows a computed default in the schema.
    pub fn default<T: Shown>(&mut self, index: usize, value: impl FnOnce() -> T) {
        let shown = value().shown();
        for param in &mut self.params {
            if let Described::Argument { index: at, default, .. } = param
                && *at == index
            {
                *default = shown;
                return;
            }
        }
    }

    /// Describes the struct whose members are the arguments.
    pub fn flatten<T: Flattened>(&mut self, _index: usize) {
        // Not a reference: its properties are merged into the root.
        let schema = <T as JsonSchema>::json_schema(self.generators.input());
        self.params.push(Described::Flatten { schema });
    }

    /// The method needs a shared value of `T`.
    pub fn receiver<T: 'static>(&mut self) {
        self.requirements.state::<T>();
    }

    /// Describes the return type.
    pub fn output<T: IntoToolOutput>(&mut self) {
        self.output_schema = T::output_schema(self.generators);
    }

    /// Compiles only for types that `min` and `max` apply to.
    pub fn ranged<T: Ranged>(&mut self, _: usize) {}

    /// Compiles only for types that a length applies to.
    pub fn measured<T: Measured>(&mut self, _: usize) {}

    /// Compiles only for types that a pattern applies to.
    pub fn textual<T: Textual>(&mut self, _: usize) {}

    /// Compiles only for types that can be mirrored into a header.
    pub fn mirrored<T: Mirrored>(&mut self, _: usize) {}

    pub(super) fn schema_of<T: JsonSchema + 'static>(&mut self) -> Schema {
        let known = primitive::schema(TypeId::of::<T>()).and_then(|schema| schema.try_into().ok());
        known.unwrap_or_else(|| self.generators.input().subschema_for::<T>())
    }

    pub(super) fn context(&mut self, requires: fn(&mut Requirements)) {
        requires(&mut self.requirements);
        self.params.push(Described::Context);
    }

    pub(super) fn argument(&mut self, index: usize, schema: Schema, required: bool, ty: TypeId) {
        self.params.push(Described::Argument { index, schema, required, ty, default: None });
    }
}

macro_rules! constraint {
    ($(#[$meta:meta])* $name:ident: $($ty:ty),* ; $($generic:ty),*) => {
        $(#[$meta])*
        pub trait $name {}
        $(#[diagnostic::do_not_recommend] impl $name for $ty {})*
        $(#[diagnostic::do_not_recommend] impl<T: $name> $name for $generic {})*
    };
}

constraint! {
    /// Types that `#[arg(min = .., max = ..)]` applies to. Implement it for
    /// a numeric newtype of your own.
    #[diagnostic::on_unimplemented(
        message = "`min`, `max` and `multiple_of` apply to numbers, and `{Self}` is not one",
        label = "not a number",
        note = "for strings and lists use `min_length` and `max_length`",
        note = "for a numeric type of your own: `impl mcp_runtime::Ranged for {Self} {{}}`"
    )]
    Ranged: u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64,
        std::num::NonZeroU8, std::num::NonZeroU16, std::num::NonZeroU32, std::num::NonZeroU64;
    Option<T>, Vec<T>
}

constraint! {
    /// Types that `#[arg(min_length = .., max_length = ..)]` applies to.
    #[diagnostic::on_unimplemented(
        message = "a length applies to strings, lists and maps, and `{Self}` is none of them",
        label = "has no length",
        note = "for numbers use `min` and `max`",
        note = "for a type of your own that is a string, list or map on the wire: `impl mcp_runtime::Measured for {Self} {{}}`"
    )]
    Measured: String, Box<str>, std::path::PathBuf; Option<T>
}

#[diagnostic::do_not_recommend]
impl<T> Measured for Vec<T> {}
#[diagnostic::do_not_recommend]
impl<T> Measured for std::collections::VecDeque<T> {}
#[diagnostic::do_not_recommend]
impl<T> Measured for std::collections::BTreeSet<T> {}
#[diagnostic::do_not_recommend]
impl<T, S> Measured for std::collections::HashSet<T, S> {}
#[diagnostic::do_not_recommend]
impl<K, V> Measured for std::collections::BTreeMap<K, V> {}
#[diagnostic::do_not_recommend]
impl<K, V, S> Measured for std::collections::HashMap<K, V, S> {}

constraint! {
    /// Types that `#[arg(pattern = ..)]` applies to.
    #[diagnostic::on_unimplemented(
        message = "`pattern` applies to strings, and `{Self}` is not one",
        label = "not a string",
        note = "for a type of your own that is a string on the wire: `impl mcp_runtime::Textual for {Self} {{}}`"
    )]
    Textual: String, Box<str>, std::path::PathBuf; Option<T>, Vec<T>
}

constraint! {
    /// Types that `#[arg(header = ..)]` applies to: the specification mirrors
    /// integers, strings and booleans only (server/tools, "x-mcp-header").
    #[diagnostic::on_unimplemented(
        message = "`header` applies to strings, integers and booleans, and `{Self}` is none of them",
        label = "cannot be mirrored into a header",
        note = "fractions, lists and structs have no header form; see `x-mcp-header` in the MCP specification"
    )]
    Mirrored: String, Box<str>, bool, u8, u16, u32, u64, usize, i8, i16, i32, i64, isize; Option<T>
}
