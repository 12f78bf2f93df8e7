use serde_json::{Map, Value};

use crate::handler::Resource;

/// A resource at one URI.
pub(in crate::dispatch::list) fn fixed(resource: &Resource) -> Value {
    let mut entry = entry(resource, "uri");
    if let Some(size) = resource.about.size {
        entry.insert("size".to_owned(), size.into());
    }
    super::end(entry, resource)
}

/// A template of resources.
pub(in crate::dispatch::list) fn template(resource: &Resource) -> Value {
    super::end(entry(resource, "uriTemplate"), resource)
}

fn entry(resource: &Resource, place: &str) -> Map<String, Value> {
    let mut entry = super::common(resource);
    entry.insert(place.to_owned(), resource.pattern.text().into());
    if let Some(mime_type) = &resource.about.mime_type {
        entry.insert("mimeType".to_owned(), (**mime_type).into());
    }
    if let Some(annotations) = &resource.about.annotations {
        entry.insert("annotations".to_owned(), annotations.clone());
    }
    entry
}
