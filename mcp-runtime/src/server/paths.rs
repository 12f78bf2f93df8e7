//! Paths that the server keeps for itself.

use super::web::WebSettings;
use crate::error::Problems;
use crate::transport::http::{Document, route_at};

impl WebSettings {
    /// One path cannot be two things: a route of the user's where the server
    /// has its own would never be reached, and axum panics where both are
    /// added to one router.
    pub(super) fn check_paths(&self, has_metadata: bool, problems: &mut Problems) {
        let metadata = if has_metadata { Document::paths(&self.path) } else { Vec::new() };
        if metadata.contains(&self.path) {
            problems.add(format!(
                "`.http_path({:?})` is where clients look for the OAuth metadata of this server: \
                 choose another path",
                self.path
            ));
        }
        let Some(routes) = &self.routes else { return };
        let owners = metadata.iter().map(|path| (path, "the OAuth metadata"));
        for (path, owner) in owners.chain([(&self.path, "the MCP endpoint")]) {
            // One with a wildcard that matches it too is no conflict.
            if route_at(routes, path).as_deref() == Some(path) {
                problems.add(format!(
                    "`.routes(..)` has a route at `{path}`, where {owner} is: give it another path"
                ));
            }
        }
    }
}
