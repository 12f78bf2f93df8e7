use std::io::{Read as _, Write as _};
use std::net::TcpStream;

/// A server that `tests/run` built and started.
#[derive(Debug, Clone, Copy)]
pub enum Server {
    /// The notes example: what a user would run.
    Notes,
    /// The fixture server: tools that wait, report progress and mirror headers.
    Fixtures,
    /// A server with a tool for each promise of the guards.
    PartlyPrivate,
    /// For those alone who show a token or a key; on stdio only some tools
    /// demand one.
    Private,
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
            Self::PartlyPrivate => format!("PARTLY_PRIVATE_{what}"),
            Self::Private => format!("PRIVATE_{what}"),
        };
        given(&name)
    }
}

fn given(name: &str) -> String {
    std::env::var(name)
        .unwrap_or_else(|_| panic!("{name} is not set: run these tests with `./tests/run clients`"))
}

/// An access token for a server, with these scopes.
pub fn token(server: Server, scope: &str) -> String {
    let issuer = given("ISSUER_URL");
    let address = issuer.strip_prefix("http://").expect("it is on loopback");
    let encoded = |text: &str| text.replace(':', "%3A").replace('/', "%2F").replace(' ', "+");
    let form = format!(
        "grant_type=client_credentials&client_id=client&client_secret=secret&scope={}&resource={}",
        encoded(scope),
        encoded(&server.url())
    );
    let mut stream = TcpStream::connect(address).expect("the authorization server listens");
    let request = format!(
        "POST /token HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Type: \
         application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    let (_, body) = answer.split_once("\r\n\r\n").expect("an answer has a body");
    let body: serde_json::Value = serde_json::from_str(body).expect("the body is JSON");
    body["access_token"].as_str().expect("it issued a token").to_owned()
}
