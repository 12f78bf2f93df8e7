/// A server that `tests/run` built and started.
#[derive(Debug, Clone, Copy)]
pub enum Server {
    /// The notes example: what a user would run.
    Notes,
    /// The fixture server: tools that wait, report progress and mirror headers.
    Fixtures,
}

impl Server {
    /// Its program, for stdio.
    pub fn program(self) -> String {
        self.variable("PROGRAM")
    }

    /// Its running instance, for HTTP.
    pub fn url(self) -> String {
        self.variable("URL")
    }

    fn variable(self, what: &str) -> String {
        let name = match self {
            Self::Notes => format!("NOTES_{what}"),
            Self::Fixtures => format!("FIXTURES_{what}"),
        };
        std::env::var(&name).unwrap_or_else(|_| {
            panic!("{name} is not set: run these tests with `./tests/run clients`")
        })
    }
}
