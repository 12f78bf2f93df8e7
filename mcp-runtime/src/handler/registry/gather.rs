//! From link-time entries of one kind to what was compiled of them.

use std::any::TypeId;
use std::collections::BTreeMap;

use crate::error::Problems;
use crate::handler::{
    Describe, Generators, Handler, HandlerDef, HandlerId, HandlerRef, Method, MethodDef, Prompt,
    PromptDef, Resource, ResourceDef, Tool, ToolDef,
};
use crate::usage::Kind;

/// What a definition becomes.
pub(super) trait Found: std::ops::Deref<Target = Handler> + Sized {
    const KIND: Kind;
    /// What makes a function such a one.
    const MACRO: &'static str;
    type Def: 'static;

    fn handler(def: &'static Self::Def) -> &'static HandlerDef;
    fn compile(def: &'static Self::Def, problems: &mut Problems) -> Option<Self>;
    fn number(&mut self, index: usize);
}

macro_rules! found {
    ($ty:ident, $def:ident, $written:literal) => {
        impl Found for $ty {
            const KIND: Kind = Kind::$ty;
            const MACRO: &'static str = $written;
            type Def = $def;

            fn handler(def: &'static $def) -> &'static HandlerDef {
                &def.handler
            }

            fn compile(def: &'static $def, problems: &mut Problems) -> Option<Self> {
                $ty::compile(def, problems)
            }

            fn number(&mut self, index: usize) {
                self.handler.id = HandlerId { index, generation: 0 };
            }
        }
    };
}

found!(Tool, ToolDef, "#[mcp_tool]");
found!(Prompt, PromptDef, "#[mcp_prompt]");
found!(Resource, ResourceDef, "#[mcp_resource]");
found!(Method, MethodDef, "#[mcp_method]");

/// Compiles those that were chosen, by name.
pub(super) fn gather<T: Found>(
    defs: impl Iterator<Item = &'static T::Def>,
    chosen: Option<&[HandlerRef]>,
    problems: &mut Problems,
) -> BTreeMap<&'static str, T> {
    let mut wanted: Vec<(HandlerRef, bool)> =
        chosen.unwrap_or_default().iter().map(|function| (*function, false)).collect();
    let mut all: BTreeMap<&'static str, T> = BTreeMap::new();
    for def in defs {
        if chosen.is_some() {
            // One that nobody chose must not keep the server from starting.
            let function = identity(T::handler(def));
            let found = wanted.iter_mut().find(|(chosen, _)| Some(chosen.function) == function);
            let Some((_, found)) = found else { continue };
            *found = true;
        }
        let Some(compiled) = T::compile(def, problems) else { continue };
        if let Some(other) = all.get(compiled.name) {
            problems.add(format!(
                "{} has the name of another {}, {}: set `name = \"..\"` on one of them",
                compiled.place(),
                T::KIND,
                other.place()
            ));
            continue;
        }
        all.insert(compiled.name, compiled);
    }
    for (function, _) in wanted.into_iter().filter(|(_, found)| !found) {
        problems.add(is_none::<T>(function));
    }
    all
}

/// Compiles one that is chosen later.
pub(super) fn one<T: Found>(
    mut defs: impl Iterator<Item = &'static T::Def>,
    chosen: HandlerRef,
    problems: &mut Problems,
) -> Option<T> {
    let def = defs.find(|def| identity(T::handler(def)) == Some(chosen.function));
    if def.is_none() {
        problems.add(is_none::<T>(chosen));
    }
    T::compile(def?, problems)
}

fn is_none<T: Found>(function: HandlerRef) -> String {
    format!(
        "`{}` was chosen as a {} but is not one: annotate it with {}",
        function.path,
        T::KIND,
        T::MACRO
    )
}

fn identity(def: &'static HandlerDef) -> Option<TypeId> {
    let mut generators = Generators::default();
    let mut described = Describe::new(&mut generators);
    (def.describe)(&mut described);
    described.function
}
