use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

/// What the client declared it can do for the server.
///
/// A server must not ask for anything that is not declared (specification
/// 2026-07-28, basic/index, "Per-request protocol fields").
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // mirrors the specification's object
#[non_exhaustive]
pub struct ClientCapabilities {
    /// It can list its roots.
    pub roots: bool,
    /// It can sample its model.
    pub sampling: bool,
    /// Its model can use tools that come with the request.
    pub sampling_tools: bool,
    /// It can show a form to its user.
    pub elicitation_form: bool,
    /// It can send its user to a URL.
    pub elicitation_url: bool,
    /// It can follow a task (the extension `io.modelcontextprotocol/tasks`).
    pub tasks: bool,
}

impl ClientCapabilities {
    /// `None` where the value is not an object of objects.
    pub(crate) fn read(raw: &RawValue) -> Option<Self> {
        #[derive(Deserialize)]
        struct Wire {
            roots: Option<Declared>,
            sampling: Option<Sampling>,
            elicitation: Option<Elicitation>,
            extensions: Option<Extensions>,
        }
        #[derive(Deserialize)]
        struct Extensions {
            #[serde(rename = "io.modelcontextprotocol/tasks")]
            tasks: Option<Declared>,
        }
        #[derive(Deserialize)]
        struct Declared {}
        #[derive(Deserialize)]
        struct Sampling {
            tools: Option<IgnoredAny>,
        }
        #[derive(Deserialize)]
        struct Elicitation {
            form: Option<IgnoredAny>,
            url: Option<IgnoredAny>,
        }
        if raw.get() == "{}" {
            return Some(Self::default());
        }
        if !super::is_object(raw) {
            return None;
        }
        let wire: Wire = serde_json::from_str(raw.get()).ok()?;
        let elicitation = wire.elicitation.as_ref();
        Some(Self {
            roots: wire.roots.is_some(),
            sampling: wire.sampling.is_some(),
            sampling_tools: wire.sampling.is_some_and(|sampling| sampling.tools.is_some()),
            // An empty `elicitation` object means form mode (2025-11-25,
            // client/elicitation, "Capabilities").
            elicitation_form: elicitation.is_some_and(|e| e.form.is_some() || e.url.is_none()),
            elicitation_url: elicitation.is_some_and(|e| e.url.is_some()),
            tasks: wire.extensions.is_some_and(|extensions| extensions.tasks.is_some()),
        })
    }

    /// The settings of an extension that the client has declared.
    pub(crate) fn extension<'a>(raw: &'a RawValue, identifier: &str) -> Option<&'a RawValue> {
        #[derive(Deserialize)]
        struct Wire<'a> {
            #[serde(borrow)]
            extensions: Option<BTreeMap<Cow<'a, str>, &'a RawValue>>,
        }
        let wire: Wire<'_> = serde_json::from_str(raw.get()).ok()?;
        wire.extensions?.remove(identifier).filter(|settings| super::is_object(settings))
    }

    /// For the sessions of older revisions, which have no extensions.
    pub(crate) fn to_bits(self) -> u8 {
        u8::from(self.roots)
            | u8::from(self.sampling) << 1
            | u8::from(self.elicitation_form) << 2
            | u8::from(self.elicitation_url) << 3
            | u8::from(self.sampling_tools) << 4
    }

    pub(crate) fn from_bits(bits: u8) -> Self {
        Self {
            roots: bits & 1 != 0,
            sampling: bits & 2 != 0,
            elicitation_form: bits & 4 != 0,
            elicitation_url: bits & 8 != 0,
            sampling_tools: bits & 16 != 0,
            tasks: false,
        }
    }
}
