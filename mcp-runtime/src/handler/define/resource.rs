use std::time::Duration;

use super::{ContentAnnotationsDef, HandlerDef};
use crate::protocol::CacheScope;

/// A resource or a template of resources as written in the source.
#[derive(Debug)]
pub struct ResourceDef {
    pub(crate) handler: HandlerDef,
    /// A URI, or a URI template (RFC 6570) whose variables are arguments.
    pub(crate) uri: &'static str,
    pub(crate) mime_type: Option<&'static str>,
    pub(crate) size: Option<u64>,
    pub(crate) annotations: Option<ContentAnnotationsDef>,
    pub(crate) ttl: Option<Duration>,
    pub(crate) cache_scope: Option<CacheScope>,
}

impl ResourceDef {
    /// A resource at this URI, or at those that this template stands for.
    pub const fn new(uri: &'static str, handler: HandlerDef) -> Self {
        Self {
            handler,
            uri,
            mime_type: None,
            size: None,
            annotations: None,
            ttl: None,
            cache_scope: None,
        }
    }

    /// The media type of its contents, where they do not say another.
    #[must_use]
    pub const fn mime_type(mut self, mime_type: &'static str) -> Self {
        self.mime_type = Some(mime_type);
        self
    }

    /// Its size in bytes, before any encoding.
    #[must_use]
    pub const fn size(mut self, bytes: u64) -> Self {
        self.size = Some(bytes);
        self
    }

    /// For whom it is and how much it matters.
    #[must_use]
    pub const fn annotations(mut self, annotations: ContentAnnotationsDef) -> Self {
        self.annotations = Some(annotations);
        self
    }

    /// For how long clients may take what they read for fresh.
    #[must_use]
    pub const fn ttl_ms(mut self, millis: u64) -> Self {
        self.ttl = Some(Duration::from_millis(millis));
        self
    }

    /// Who may share what was read.
    #[must_use]
    pub const fn cache_scope(mut self, scope: CacheScope) -> Self {
        self.cache_scope = Some(scope);
        self
    }
}
