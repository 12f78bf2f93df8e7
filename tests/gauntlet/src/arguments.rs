use std::ffi::OsString;

/// What the command line says beyond what every server understands.
pub(crate) struct Arguments {
    pub(crate) requires_auth: bool,
    /// Who issues access tokens.
    pub(crate) issuer: Option<String>,
    pub(crate) others: Vec<OsString>,
}

impl Arguments {
    pub(crate) fn read() -> Self {
        let mut read = Self { requires_auth: false, issuer: None, others: Vec::new() };
        let mut arguments = std::env::args_os();
        while let Some(argument) = arguments.next() {
            match argument.to_str() {
                Some("--require-auth") => read.requires_auth = true,
                Some("--issuer") => {
                    read.issuer = arguments.next().and_then(|url| url.into_string().ok());
                }
                _ => read.others.push(argument),
            }
        }
        read
    }
}
