use std::ffi::OsString;

/// What the command line says beyond what every server understands.
#[derive(Default)]
pub(crate) struct Arguments {
    pub(crate) requires_auth: bool,
    /// Who issues access tokens.
    pub(crate) issuer: Option<String>,
    /// Where to ask about them, instead of verifying them.
    pub(crate) introspection: Option<String>,
    /// Whom they must be for, where not for [`AUDIENCE`](crate::callers::AUDIENCE).
    pub(crate) audience: Option<String>,
    /// What a client should ask for first.
    pub(crate) initial_scopes: Option<String>,
    /// Wrong credentials that an address may show.
    pub(crate) auth_failures: Option<String>,
    /// A file of API keys, beside those that it knows anyway.
    pub(crate) keys: Option<String>,
    /// A ledger, and the size in bytes at which it begins a new file.
    pub(crate) rotating_ledger: Option<(String, String)>,
    /// What clients know the endpoint by, where not by its address.
    pub(crate) public_url: Option<String>,
    /// What it is nested under in an application of its own.
    pub(crate) nested: Option<String>,
    /// The PEM files of its certificate and of the key.
    pub(crate) tls: Option<(String, String)>,
    /// Time stands still but for signals.
    pub(crate) manual_clock: bool,
    pub(crate) others: Vec<OsString>,
}

impl Arguments {
    pub(crate) fn read() -> Self {
        let mut read = Self::default();
        let mut arguments = std::env::args_os();
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().and_then(|value| value.into_string().ok());
            match argument.to_str() {
                Some("--require-auth") => read.requires_auth = true,
                Some("--manual-clock") => read.manual_clock = true,
                Some("--issuer") => read.issuer = value(),
                Some("--introspection") => read.introspection = value(),
                Some("--audience") => read.audience = value(),
                Some("--initial-scopes") => read.initial_scopes = value(),
                Some("--auth-failures") => read.auth_failures = value(),
                Some("--keys") => read.keys = value(),
                Some("--rotating-ledger") => read.rotating_ledger = value().zip(value()),
                Some("--public-url") => read.public_url = value(),
                Some("--nested") => read.nested = value(),
                Some("--tls") => read.tls = value().zip(value()),
                _ => read.others.push(argument),
            }
        }
        read
    }
}
