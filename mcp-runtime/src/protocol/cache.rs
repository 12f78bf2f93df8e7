use std::fmt;

use serde::Serialize;

/// Who may share a result that a client keeps (specification 2026-07-28,
/// server/utilities/caching).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CacheScope {
    /// It is the same for all callers, and proxies may keep it.
    Public,
    /// It is for its caller alone.
    #[default]
    Private,
}

impl fmt::Display for CacheScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Public => "public",
            Self::Private => "private",
        })
    }
}
