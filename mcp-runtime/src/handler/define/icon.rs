/// A picture for a tool (specification, `Icon`).
#[derive(Debug, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IconDef {
    src: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    mime_type: Option<&'static str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    sizes: &'static [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<&'static str>,
}

impl IconDef {
    /// An icon at this `https:` or `data:` URI.
    pub const fn new(src: &'static str) -> Self {
        Self { src, mime_type: None, sizes: &[], theme: None }
    }

    /// Its media type.
    #[must_use]
    pub const fn mime_type(mut self, mime_type: &'static str) -> Self {
        self.mime_type = Some(mime_type);
        self
    }

    /// Its sizes, such as `48x48` or `any`.
    #[must_use]
    pub const fn sizes(mut self, sizes: &'static [&'static str]) -> Self {
        self.sizes = sizes;
        self
    }

    /// The background it is made for: `light` or `dark`.
    #[must_use]
    pub const fn theme(mut self, theme: &'static str) -> Self {
        self.theme = Some(theme);
        self
    }
}
