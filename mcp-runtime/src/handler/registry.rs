use std::any::TypeId;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Registration, States, Tool, ToolDef, ToolRef};
use crate::error::Problems;

/// The tools of one server, in the order clients see them.
#[derive(Default)]
pub(crate) struct Registry(BTreeMap<&'static str, Arc<Tool>>);

impl Registry {
    /// Compiles the chosen tools, or every tool that was linked in.
    pub(crate) fn collect(
        chosen: Option<&[ToolRef]>,
        states: &States,
        problems: &mut Problems,
    ) -> Self {
        let mut wanted: Vec<(ToolRef, bool)> =
            chosen.unwrap_or_default().iter().map(|tool| (*tool, false)).collect();
        let mut tools: BTreeMap<&'static str, Tool> = BTreeMap::new();
        for Registration(def) in inventory::iter::<Registration> {
            let Some(tool) = Self::compile(def, chosen.is_some(), &mut wanted, problems) else {
                continue;
            };
            if let Some(other) = tools.get(tool.name) {
                problems.add(format!(
                    "{} has the name of another tool, {}: set `name = \"..\"` on one of them",
                    tool.place(),
                    other.place()
                ));
                continue;
            }
            tools.insert(tool.name, tool);
        }
        Self::check_state(&tools, states, problems);
        for (tool, found) in wanted {
            if !found {
                problems.add(format!(
                    "`{}` was chosen as a tool but is not one: annotate it with #[mcp_tool]",
                    tool.path
                ));
            }
        }
        let numbered = tools.into_iter().enumerate();
        Self(
            numbered
                .map(|(index, (name, tool))| (name, Arc::new(Tool { index, ..tool })))
                .collect(),
        )
    }

    /// Names each missing type once, with everything that needs it.
    fn check_state(tools: &BTreeMap<&'static str, Tool>, states: &States, problems: &mut Problems) {
        let mut missing: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        for tool in tools.values() {
            for requirement in tool.requirements.states().filter(|r| !states.contains(r.id)) {
                let place = tool.place().to_string();
                let needing = missing.entry(requirement.name).or_default();
                if !needing.contains(&place) {
                    needing.push(place);
                }
            }
        }
        for (ty, needing) in missing {
            problems.add(format!(
                "no value of type `{ty}`, which {} needs: pass it to `.state(..)`",
                needing.join(", ")
            ));
        }
    }

    fn compile(
        def: &'static ToolDef,
        choosy: bool,
        wanted: &mut [(ToolRef, bool)],
        problems: &mut Problems,
    ) -> Option<Tool> {
        if choosy {
            // A tool nobody chose must not keep the server from starting.
            let function = identity(def)?;
            let (_, found) = wanted.iter_mut().find(|(tool, _)| tool.function == function)?;
            *found = true;
        }
        Tool::compile(def, problems)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Arc<Tool>> {
        self.0.get(name)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Tool> {
        self.0.values().map(AsRef::as_ref)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.keys().copied()
    }
}

fn identity(def: &'static ToolDef) -> Option<TypeId> {
    let mut generators = super::Generators::default();
    let mut described = super::Describe::new(&mut generators);
    (def.describe)(&mut described);
    described.function
}
