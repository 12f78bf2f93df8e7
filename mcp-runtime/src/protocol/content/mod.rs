//! Content blocks: what tools and prompts answer with.

mod resource;

pub use resource::{ResourceContents, ResourceLink};

use base64::Engine as _;
use serde::Serialize;
use serde_json::{Map, Value};

/// One block of a tool result (specification 2026-07-28, server/tools, "Tool Result").
///
/// ```
/// use mcp_runtime::content::Content;
///
/// let picture = Content::image([0x89, 0x50], "image/png").priority(0.9);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Content {
    #[serde(flatten)]
    kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    annotations: Option<Box<Annotations>>,
    #[serde(rename = "_meta", skip_serializing_if = "Option::is_none")]
    meta: Option<Box<Map<String, Value>>>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Kind {
    Text {
        text: String,
    },
    #[serde(rename_all = "camelCase")]
    Image {
        data: String,
        mime_type: String,
    },
    #[serde(rename_all = "camelCase")]
    Audio {
        data: String,
        mime_type: String,
    },
    ResourceLink(Box<ResourceLink>),
    Resource {
        resource: Box<ResourceContents>,
    },
}

/// For whom a block is and how much it matters.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Annotations {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    audience: Vec<Role>,
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_modified: Option<String>,
}

/// Who a block is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The person.
    User,
    /// The model.
    Assistant,
}

impl Content {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Kind::Text { text: text.into() }.into()
    }

    /// An image from its raw bytes; encoded as Base64 here.
    pub fn image(bytes: impl AsRef<[u8]>, mime_type: impl Into<String>) -> Self {
        Kind::Image { data: encode(bytes.as_ref()), mime_type: mime_type.into() }.into()
    }

    /// A sound from its raw bytes; encoded as Base64 here.
    pub fn audio(bytes: impl AsRef<[u8]>, mime_type: impl Into<String>) -> Self {
        Kind::Audio { data: encode(bytes.as_ref()), mime_type: mime_type.into() }.into()
    }

    /// A resource embedded in the result.
    pub fn resource(uri: impl Into<String>, contents: ResourceContents) -> Self {
        Kind::Resource { resource: Box::new(contents.uri(uri)) }.into()
    }

    /// A link to a resource that the client may fetch.
    pub fn resource_link(link: ResourceLink) -> Self {
        Kind::ResourceLink(Box::new(link)).into()
    }

    /// Who the block is for. Default: not said.
    #[must_use]
    pub fn audience(mut self, audience: impl IntoIterator<Item = Role>) -> Self {
        self.annotate().audience = audience.into_iter().collect();
        self
    }

    /// How much it matters, from 0 (optional) to 1 (required). Default: not said.
    #[must_use]
    pub fn priority(mut self, priority: f64) -> Self {
        self.annotate().priority = Some(priority.clamp(0.0, 1.0));
        self
    }

    /// When the content last changed, as an ISO 8601 date and time.
    #[must_use]
    pub fn last_modified(mut self, at: impl Into<String>) -> Self {
        self.annotate().last_modified = Some(at.into());
        self
    }

    /// Adds one member of `_meta`.
    #[must_use]
    pub fn meta(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.meta.get_or_insert_default().insert(key.into(), value.into());
        self
    }

    fn annotate(&mut self) -> &mut Annotations {
        self.annotations.get_or_insert_default()
    }

    /// Bytes of its text or encoded data.
    pub(crate) fn size(&self) -> usize {
        match &self.kind {
            Kind::Text { text } => text.len(),
            Kind::Image { data, .. } | Kind::Audio { data, .. } => data.len(),
            Kind::ResourceLink(link) => link.uri.len(),
            Kind::Resource { resource } => resource.size(),
        }
    }

    /// The link's target, where this is a resource link.
    pub(crate) fn as_link(&self) -> Option<&ResourceLink> {
        match &self.kind {
            Kind::ResourceLink(link) => Some(link),
            _ => None,
        }
    }
}

impl From<Kind> for Content {
    fn from(kind: Kind) -> Self {
        Self { kind, annotations: None, meta: None }
    }
}

fn encode(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
