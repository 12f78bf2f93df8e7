//! What a resource is besides its function.

use mcp_literals::Cache;
use syn::Signature;

use super::param::Param;
use super::variables;
use crate::diagnostics::Errors;
use crate::parse::guards_attr::GuardsAttr;
use crate::parse::kind::Kind;
use crate::parse::resource_attr::{Audience, ResourceAttr, is_uri};

pub(crate) struct Resource {
    /// Or the template of URIs.
    pub(crate) uri: String,
    pub(crate) mime_type: Option<String>,
    /// In bytes.
    pub(crate) size: Option<u64>,
    pub(crate) audience: Vec<Audience>,
    pub(crate) priority: Option<f64>,
    pub(crate) last_modified: Option<String>,
    pub(crate) ttl: Option<Cache>,
}

impl Resource {
    /// Says of each parameter, too, whether it comes from the URI.
    pub(crate) fn new(
        attr: ResourceAttr,
        guards: &GuardsAttr,
        sig: &Signature,
        params: &mut [Param],
        errors: &mut Errors,
    ) -> Self {
        if let Some(uri) = &attr.uri.literal {
            let is_template = variables::assign(uri, params, errors);
            if let (true, Some(size)) = (is_template, &attr.size) {
                errors.on(
                    &size.key,
                    "`size` is that of one resource, and a template stands for many; remove it",
                );
            }
        } else {
            let message = format!(
                "a resource has a URI; write it first, in quotes: `{}`",
                Kind::Resource.usage()
            );
            match &attr.uri.instead {
                // Reported already, as a setting that there is not.
                Some(token) if is_uri(&token.to_string()) => {}
                Some(token) => errors.on(token, message),
                None => errors.on(&sig.ident, message),
            }
        }
        check_audience(&attr, errors);
        check_ttl(&attr, guards, errors);
        Self {
            uri: attr.uri.literal.map(|uri| uri.value()).unwrap_or_default(),
            mime_type: attr.mime_type,
            size: attr.size.map(|size| size.written.value),
            audience: attr.audience.into_iter().map(|audience| audience.value).collect(),
            priority: attr.priority,
            last_modified: attr.last_modified,
            ttl: attr.ttl.map(|ttl| ttl.written.value),
        }
    }
}

fn check_audience(attr: &ResourceAttr, errors: &mut Errors) {
    for (index, audience) in attr.audience.iter().enumerate() {
        if attr.audience[..index].iter().any(|earlier| earlier.value == audience.value) {
            errors.on(&audience.tokens, format!("{} is listed twice; remove one", audience.tokens));
        }
    }
}

/// What proxies may hand to anybody must not need a scope.
fn check_ttl(attr: &ResourceAttr, guards: &GuardsAttr, errors: &mut Errors) {
    if let (Some(ttl), Some(_)) = (&attr.ttl, &guards.auth)
        && ttl.written.value.public
    {
        errors.on(
            &ttl.written.tokens,
            "what is `public` is kept for all callers, also for those that `auth` keeps out; \
             remove one of both",
        );
    }
}
