use serde::{Deserialize, Serialize};
use serde_json::json;

use super::question::Needs;
use crate::error::CallError;
use crate::handler::Context;

/// A folder, or another place, that the client works in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Root {
    /// Such as `file:///home/alice/project`.
    pub uri: String,
    /// As people call it.
    #[serde(default)]
    pub name: Option<String>,
}

impl Context {
    /// Asks the client for its roots (specification 2026-07-28, client/roots;
    /// deprecated there, and still served).
    ///
    /// # Errors
    /// The client has not declared `roots`.
    pub async fn roots(&self) -> Result<Vec<Root>, CallError> {
        #[derive(Deserialize)]
        struct Answer {
            roots: Vec<Root>,
        }
        let Answer { roots } = self.question(None, "roots/list", json!({}), Needs::Roots).await?;
        Ok(roots)
    }
}
