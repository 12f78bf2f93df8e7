use serde::Serialize;
use serde_json::{Map, Value};

use super::encode;

/// The text or bytes of a resource.
///
/// ```
/// use mcp_runtime::content::ResourceContents;
///
/// let page = ResourceContents::text("# Title").mime_type("text/markdown");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceContents {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mime_type: Option<String>,
    #[serde(flatten)]
    data: ResourceData,
    #[serde(rename = "_meta", skip_serializing_if = "Option::is_none")]
    meta: Option<Map<String, Value>>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
enum ResourceData {
    Text(String),
    Blob(String),
}

impl ResourceContents {
    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::new(ResourceData::Text(text.into()))
    }

    /// Raw bytes; encoded as Base64 here.
    pub fn blob(bytes: impl AsRef<[u8]>) -> Self {
        Self::new(ResourceData::Blob(encode(bytes.as_ref())))
    }

    fn new(data: ResourceData) -> Self {
        Self { uri: None, mime_type: None, data, meta: None }
    }

    /// Where it is. Default: the URI that was asked for.
    #[must_use]
    pub fn uri(mut self, uri: impl Into<String>) -> Self {
        self.uri = Some(uri.into());
        self
    }

    /// The media type. Default: that of the resource which is read, else not said.
    #[must_use]
    pub fn mime_type(mut self, mime_type: impl Into<String>) -> Self {
        self.mime_type = Some(mime_type.into());
        self
    }

    /// Adds one member of `_meta`.
    #[must_use]
    pub fn meta(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.meta.get_or_insert_default().insert(key.into(), value.into());
        self
    }

    /// As it is sent, with what it does not say itself.
    pub(crate) fn located<'a>(
        &'a self,
        uri: &'a str,
        mime_type: Option<&'a str>,
    ) -> impl Serialize + 'a {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Located<'a> {
            uri: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            mime_type: Option<&'a str>,
            #[serde(flatten)]
            data: &'a ResourceData,
            #[serde(rename = "_meta", skip_serializing_if = "Option::is_none")]
            meta: &'a Option<Map<String, Value>>,
        }
        let Self { uri: own, mime_type: own_type, data, meta } = self;
        Located {
            uri: own.as_deref().unwrap_or(uri),
            mime_type: own_type.as_deref().or(mime_type),
            data,
            meta,
        }
    }

    /// Bytes of its text or encoded data.
    pub(crate) fn size(&self) -> usize {
        match &self.data {
            ResourceData::Text(text) | ResourceData::Blob(text) => text.len(),
        }
    }
}

/// A pointer to a resource.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceLink {
    pub(crate) uri: String,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mime_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<u64>,
}

impl ResourceLink {
    /// A link with the two members the specification requires.
    pub fn new(uri: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            uri: uri.into(),
            name: name.into(),
            title: None,
            description: None,
            mime_type: None,
            size: None,
        }
    }

    /// A name for display.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// What is behind the link.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// The media type.
    #[must_use]
    pub fn mime_type(mut self, mime_type: impl Into<String>) -> Self {
        self.mime_type = Some(mime_type.into());
        self
    }

    /// The size in bytes.
    #[must_use]
    pub fn size(mut self, bytes: u64) -> Self {
        self.size = Some(bytes);
        self
    }
}
