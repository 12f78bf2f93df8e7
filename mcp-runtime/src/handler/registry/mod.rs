mod change;
mod gather;
mod live;

use std::collections::BTreeMap;
use std::sync::Arc;

use mcp_literals::uri::{Found as InSet, Set, Uri};

use super::{Handler, HandlerRef, Method, Prompt, Registration, Resource, States, TaskDef, Tool};
use crate::error::Problems;
pub(crate) use change::{Added, missing_state};
use gather::{Found, gather};
pub(crate) use live::{Current, Live};

/// The functions of one server, in the order clients see them.
#[derive(Default, Clone)]
pub(crate) struct Registry {
    tools: BTreeMap<&'static str, Arc<Tool>>,
    prompts: BTreeMap<&'static str, Arc<Prompt>>,
    resources: BTreeMap<&'static str, Arc<Resource>>,
    methods: BTreeMap<&'static str, Arc<Method>>,
    /// Resources by their URIs.
    uris: Set<Arc<Resource>>,
    /// Others may come.
    pub(crate) is_open: bool,
}

/// A resource by its URI, with the values of its variables.
type Located<'a> = InSet<'a, Arc<Resource>>;

/// The functions that a server is to have; all that were linked in where
/// nothing is said.
#[derive(Debug, Clone, Default)]
pub(crate) struct Chosen {
    pub(crate) tools: Option<Vec<HandlerRef>>,
    pub(crate) prompts: Option<Vec<HandlerRef>>,
    pub(crate) resources: Option<Vec<HandlerRef>>,
    pub(crate) methods: Option<Vec<HandlerRef>>,
}

impl Registry {
    /// Compiles the chosen functions.
    pub(crate) fn collect(chosen: &Chosen, states: &States, problems: &mut Problems) -> Self {
        let tools = registrations().filter_map(Registration::tool);
        let prompts = registrations().filter_map(Registration::prompt);
        let resources = registrations().filter_map(Registration::resource);
        let methods = registrations().filter_map(Registration::method);
        let tools = gather::<Tool>(tools, chosen.tools.as_deref(), problems);
        let prompts = gather::<Prompt>(prompts, chosen.prompts.as_deref(), problems);
        let resources = gather::<Resource>(resources, chosen.resources.as_deref(), problems);
        let methods = gather::<Method>(methods, chosen.methods.as_deref(), problems);
        let mut next = 0;
        let mut all = Self {
            tools: numbered(tools, &mut next),
            prompts: numbered(prompts, &mut next),
            resources: numbered(resources, &mut next),
            methods: numbered(methods, &mut next),
            uris: Set::default(),
            is_open: false,
        };
        all.check_state(states, problems);
        all.find_uris(problems);
        all
    }

    /// One URI is one resource.
    fn find_uris(&mut self, problems: &mut Problems) {
        for resource in self.resources.values() {
            let added = self.uris.insert(resource.pattern.clone(), Arc::clone(resource));
            if let Err(conflict) = added {
                problems.add(format!("{}: {conflict}", resource.place()));
            }
        }
    }

    /// Names each missing type once, with everything that needs it.
    fn check_state(&self, states: &States, problems: &mut Problems) {
        let mut missing: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        for handler in self.handlers() {
            for requirement in handler.requirements.states().filter(|r| !states.contains(r.id)) {
                let place = handler.place().to_string();
                let needing = missing.entry(requirement.name).or_default();
                if !needing.contains(&place) {
                    needing.push(place);
                }
            }
        }
        for (ty, needing) in missing {
            let needing = match &needing[..] {
                [rest @ .., last] if !rest.is_empty() => {
                    format!("{} and {last} need", rest.join(", "))
                }
                one => format!("{} needs", one.concat()),
            };
            problems
                .add(format!("no value of type `{ty}`, which {needing}: pass it to `.state(..)`"));
        }
    }

    /// All of them, in the order of their indices.
    pub(crate) fn handlers(&self) -> impl Iterator<Item = &Handler> {
        let tools = self.tools.values().map(|tool| &tool.handler);
        let prompts = self.prompts.values().map(|prompt| &prompt.handler);
        let resources = self.resources.values().map(|resource| &resource.handler);
        let methods = self.methods.values().map(|method| &method.handler);
        tools.chain(prompts).chain(resources).chain(methods)
    }

    /// Whether an argument of anything completes.
    pub(crate) fn completes(&self) -> bool {
        self.is_open || self.handlers().any(|handler| !handler.completions.is_empty())
    }

    /// Whether a call of any tool may be a task, of those that may come too.
    pub(crate) fn has_tasks(&self) -> bool {
        self.is_open || self.tools().any(|tool| tool.task != TaskDef::Never)
    }

    pub(crate) fn tool(&self, name: &str) -> Option<&Arc<Tool>> {
        self.tools.get(name)
    }

    pub(crate) fn tools(&self) -> impl Iterator<Item = &Arc<Tool>> {
        self.tools.values()
    }

    pub(crate) fn prompt(&self, name: &str) -> Option<&Arc<Prompt>> {
        self.prompts.get(name)
    }

    /// The resource that has this URI, and the values of its variables.
    pub(crate) fn resource_at(&self, uri: &Uri) -> Option<Located<'_>> {
        self.uris.find(uri)
    }

    /// The resource that has this URI, where that may be read.
    pub(crate) fn readable(&self, uri: &str) -> Option<&Arc<Resource>> {
        let found = self.resource_at(&Uri::parse(uri).ok()?)?;
        found.values.is_ok().then_some(found.item)
    }

    pub(crate) fn prompts(&self) -> impl Iterator<Item = &Arc<Prompt>> {
        self.prompts.values()
    }

    pub(crate) fn method(&self, name: &str) -> Option<&Arc<Method>> {
        self.methods.get(name)
    }

    pub(crate) fn methods(&self) -> impl Iterator<Item = &Method> {
        self.methods.values().map(AsRef::as_ref)
    }

    pub(crate) fn resources(&self) -> impl Iterator<Item = &Arc<Resource>> {
        self.resources.values()
    }
}

/// All that were linked in.
fn registrations() -> impl Iterator<Item = &'static Registration> {
    inventory::iter::<Registration>.into_iter()
}

fn numbered<T: Found>(
    found: BTreeMap<&'static str, T>,
    next: &mut usize,
) -> BTreeMap<&'static str, Arc<T>> {
    let number = |(name, mut found): (&'static str, T)| {
        found.number(*next);
        *next += 1;
        (name, Arc::new(found))
    };
    found.into_iter().map(number).collect()
}
