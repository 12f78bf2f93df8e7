use std::fmt;

/// What a caller shows to say who it is. Its text is secret: `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    scheme: Scheme,
    text: Box<str>,
}

/// How a credential was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scheme {
    /// `Authorization: Bearer` (RFC 6750, 2.1), or the environment variable
    /// `MCP_ACCESS_TOKEN` of a server on stdio.
    Bearer,
    /// `X-API-Key`.
    ApiKey,
}

impl Credential {
    /// A bearer token or an API key.
    pub fn new(scheme: Scheme, text: impl Into<Box<str>>) -> Self {
        Self { scheme, text: text.into() }
    }

    /// How it was shown.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The secret itself. Keep it out of logs and errors.
    pub fn expose(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credential({:?}, hidden)", self.scheme)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_hides_the_secret() {
        let credential = Credential::new(Scheme::Bearer, "hunter2");
        assert!(!format!("{credential:?} {credential:#?}").contains("hunter2"));
        assert_eq!(credential.expose(), "hunter2");
    }
}
