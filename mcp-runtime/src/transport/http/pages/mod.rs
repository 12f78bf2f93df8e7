//! The pages that people look at: the tools, and how the server does.
//!
//! Each is one file of markup, style and script, so that nothing else has to
//! be served, and has no secrets: what it shows, it asks the endpoint and
//! `/status.json` for, with the credential that its reader types in.

mod template;

use http::{HeaderValue, Response, header};
use serde_json::Value;

use super::body::Body;
use template::Template;

const DOCS: &str = include_str!("docs.html");
const STATUS: &str = include_str!("status.html");

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");
const NO_SNIFF: HeaderValue = HeaderValue::from_static("nosniff");
const NO_REFERRER: HeaderValue = HeaderValue::from_static("no-referrer");

/// The pages of one server.
#[derive(Debug)]
pub(crate) struct Pages {
    docs: Page,
    status: Page,
}

/// A page, and what a browser lets it do.
#[derive(Debug)]
struct Page {
    html: String,
    policy: HeaderValue,
}

impl Pages {
    /// Of a server that says this of itself (`serverInfo`). The endpoint is
    /// named by its path on the listener.
    pub(crate) fn of(info: &Value, endpoint: &str) -> Self {
        let text = |key: &str| info[key].as_str().unwrap_or_default();
        Self::new(text("name"), text("version"), endpoint)
    }

    fn new(name: &str, version: &str, endpoint: &str) -> Self {
        // Relative to the pages, which are at the root: so it is right under
        // whatever prefix an application nests both.
        let endpoint = format!("./{}", endpoint.trim_start_matches('/'));
        let values = [("name", name), ("version", version), ("endpoint", &endpoint)];
        Self { docs: Page::new(DOCS, &values), status: Page::new(STATUS, &values) }
    }

    /// The page at a path, if there is one.
    pub(crate) fn page(&self, path: &str) -> Option<Response<Body>> {
        let page = match path {
            "/docs" => &self.docs,
            "/status" => &self.status,
            _ => return None,
        };
        let mut response = Response::new(Body::full(page.html.clone().into_bytes()));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HTML);
        headers.insert(header::CONTENT_SECURITY_POLICY, page.policy.clone());
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, NO_SNIFF);
        headers.insert(header::REFERRER_POLICY, NO_REFERRER);
        headers.insert(header::CACHE_CONTROL, NO_STORE);
        Some(response)
    }
}

impl Page {
    fn new(source: &'static str, values: &[(&str, &str)]) -> Self {
        let template = Template(source);
        let policy = HeaderValue::try_from(template.policy());
        Self {
            html: template.fill(values),
            policy: policy.expect("hashes and keywords are visible ASCII"),
        }
    }
}

#[cfg(test)]
mod tests;
