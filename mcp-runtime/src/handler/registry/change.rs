//! Registries that differ by one handler.

use std::sync::Arc;

use super::gather::one;
use super::{Registry, registrations};
use crate::error::Problems;
use crate::handler::{
    Handler, HandlerId, HandlerRef, Prompt, Registration, Resource, States, Tool,
};
use crate::usage::Kind;

/// A handler that is about to be added.
pub(crate) enum Added {
    Tool(Box<Tool>),
    Prompt(Box<Prompt>),
    Resource(Box<Resource>),
}

impl Added {
    pub(crate) fn handler(&self) -> &Handler {
        match self {
            Self::Tool(tool) => tool,
            Self::Prompt(prompt) => prompt,
            Self::Resource(resource) => resource,
        }
    }

    /// Gives it its place.
    pub(crate) fn set_id(&mut self, id: HandlerId) {
        match self {
            Self::Tool(tool) => tool.handler.id = id,
            Self::Prompt(prompt) => prompt.handler.id = id,
            Self::Resource(resource) => resource.handler.id = id,
        }
    }

    /// A function that was linked in.
    pub(crate) fn function(
        kind: Kind,
        function: HandlerRef,
        problems: &mut Problems,
    ) -> Option<Self> {
        match kind {
            Kind::Tool => {
                let defs = registrations().filter_map(Registration::tool);
                one::<Tool>(defs, function, problems).map(|it| Self::Tool(Box::new(it)))
            }
            Kind::Method => None,
            Kind::Prompt => {
                let defs = registrations().filter_map(Registration::prompt);
                one::<Prompt>(defs, function, problems).map(|it| Self::Prompt(Box::new(it)))
            }
            Kind::Resource => {
                let defs = registrations().filter_map(Registration::resource);
                one::<Resource>(defs, function, problems).map(|it| Self::Resource(Box::new(it)))
            }
        }
    }
}

impl Registry {
    /// Whether its URIs are its own; else which it shares with whom.
    pub(crate) fn fits(&self, added: &Added) -> Result<(), String> {
        let Added::Resource(resource) = added else { return Ok(()) };
        self.uris.fits(&resource.pattern).map_err(|conflict| conflict.to_string())
    }

    /// With another handler, which [fits](Self::fits) and whose name nothing of
    /// its kind has.
    pub(crate) fn with(&self, added: Added) -> Self {
        let mut all = self.clone();
        match added {
            Added::Tool(tool) => _ = all.tools.insert(tool.name, Arc::new(*tool)),
            Added::Prompt(prompt) => _ = all.prompts.insert(prompt.name, Arc::new(*prompt)),
            Added::Resource(resource) => {
                let resource = Arc::new(*resource);
                let (name, pattern) = (resource.name, resource.pattern.clone());
                let inserted = all.uris.insert(pattern, Arc::clone(&resource));
                debug_assert!(inserted.is_ok(), "it fits");
                all.resources.insert(name, resource);
            }
        }
        all
    }

    /// Without a handler, where it is there.
    pub(crate) fn without(&self, kind: Kind, name: &str) -> Option<Self> {
        self.find(kind, name)?;
        let mut all = self.clone();
        match kind {
            Kind::Tool => _ = all.tools.remove(name),
            Kind::Prompt => _ = all.prompts.remove(name),
            Kind::Method => return None,
            Kind::Resource => {
                let resource = all.resources.remove(name)?;
                all.uris.remove(&resource.pattern);
            }
        }
        Some(all)
    }

    /// The handler of this name.
    pub(crate) fn find(&self, kind: Kind, name: &str) -> Option<HandlerId> {
        Some(match kind {
            Kind::Tool => self.tools.get(name)?.id,
            Kind::Prompt => self.prompts.get(name)?.id,
            Kind::Resource => self.resources.get(name)?.id,
            // Methods of one's own are there from the start to the end.
            Kind::Method => return None,
        })
    }

    /// How many there are of those that come and go.
    pub(crate) fn len(&self) -> usize {
        self.tools.len() + self.prompts.len() + self.resources.len()
    }
}

/// What a handler needs and nobody has given.
pub(crate) fn missing_state(handler: &Handler, states: &States) -> Option<&'static str> {
    let missing = handler.requirements.states().find(|needed| !states.contains(needed.id));
    missing.map(|missing| missing.name)
}
