use std::io::Result;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use crate::http::Http;
use crate::ledger::{self, Surplus};
use crate::message::Era;
use crate::plan::Call;
use crate::rng::Rng;
use crate::server::{Held, Server};
use crate::stdio::Stdio;
use crate::tally::Tally;
use crate::{PATIENCE, aftermath};

/// One server and its clients.
pub(crate) struct Side {
    pub(crate) name: String,
    pub(crate) tally: Arc<Tally>,
    clients: Clients,
    server: Server,
    before: Held,
    /// What it held in the middle of the storm.
    pub(crate) middle: Option<Held>,
}

enum Clients {
    Http(String),
    Stdio(Box<Stdio>),
}

const CONNECTIONS: u64 = 32;

impl Side {
    pub(crate) fn http(folder: &Path) -> Result<Self> {
        let server = Server::start(folder, "http", &["--http", "127.0.0.1:0"])?;
        let clients = Clients::Http(server.address()?);
        Self::ready("HTTP".to_owned(), server, clients, Arc::default())
    }

    pub(crate) fn stdio(folder: &Path, index: u64) -> Result<Self> {
        let mut server = Server::start(folder, &format!("stdio-{index}"), &[])?;
        let tally = Arc::default();
        let (stdin, stdout) = (server.child.stdin.take(), server.child.stdout.take());
        let (stdin, stdout) = stdin.zip(stdout).ok_or(std::io::ErrorKind::BrokenPipe)?;
        let client = Stdio::connect(stdin, stdout, Era::of(index), &tally)?;
        Self::ready(format!("stdio {index}"), server, Clients::Stdio(Box::new(client)), tally)
    }

    fn ready(name: String, server: Server, clients: Clients, tally: Arc<Tally>) -> Result<Self> {
        let before = server.held()?;
        let mut side = Self { name, tally, clients, server, before, middle: None };
        side.run_all(vec![Call::new("whoami", serde_json::json!({}), &["OK"])]);
        thread::sleep(Duration::from_millis(100));
        side.before = side.server.held()?;
        Ok(side)
    }

    pub(crate) fn held(&self) -> Option<Held> {
        self.server.held().ok()
    }

    /// Everything that is random comes from the seed.
    pub(crate) fn storm(&mut self, seed: u64, moves: u64) {
        match &mut self.clients {
            Clients::Stdio(client) => client.run(&mut Rng::new(seed, 0), moves),
            Clients::Http(address) => thread::scope(|scope| {
                for index in 0..CONNECTIONS {
                    let (address, tally) = (&*address, &self.tally);
                    let moves = moves / CONNECTIONS + u64::from(index < moves % CONNECTIONS);
                    scope.spawn(move || match Http::connect(address, Era::of(index), tally) {
                        Ok(client) => client.run(&mut Rng::new(seed, index), moves),
                        Err(error) => tally.complain(format!("cannot connect: {error}")),
                    });
                }
            }),
        }
    }

    /// Sends calls at once and waits for their answers.
    fn run_all(&mut self, calls: Vec<Call>) {
        let tally = &self.tally;
        for _ in &calls {
            tally.sent();
        }
        match &mut self.clients {
            Clients::Stdio(client) => {
                for call in calls {
                    let _ = client.call(call);
                }
                client.settle();
            }
            Clients::Http(address) => thread::scope(|scope| {
                for call in calls {
                    scope.spawn(|| {
                        let call = call;
                        let client = Http::connect(address, Era::Modern, tally);
                        let done =
                            client.and_then(|mut client| client.call(&call, &mut Rng::new(0, 0)));
                        if let Err(error) = done {
                            tally.complain(format!("{}: {error}", call.tool));
                        }
                    });
                }
            }),
        }
    }

    /// After the storm: permits and windows, what is held, the end, the books.
    pub(crate) fn aftermath(&mut self, allowance_kib: u64) -> (Held, Held, Surplus) {
        let tally = Arc::clone(&self.tally);
        aftermath::check(&tally, |calls| self.run_all(calls));
        let held = self.quiet();
        if held.threads > self.before.threads || held.files > self.before.files {
            tally.complain(format!("before: {:?}, left over: {held:?}", self.before));
        }
        if let Some(middle) = self.middle
            && held.kib > middle.kib + allowance_kib
        {
            tally.complain(format!("memory grew from {} to {} KiB", middle.kib, held.kib));
        }
        if let Err(error) = self.server.stop() {
            tally.complain(format!("{}: {error}", self.name));
        }
        tally.settled();
        let all_arrive = matches!(self.clients, Clients::Stdio(_));
        let surplus = ledger::compare(&self.server.ledger, &mut tally.lock(), all_arrive);
        (self.before, held, surplus)
    }

    /// What it holds once threads and connections have gone, which tokio
    /// gives ten seconds.
    fn quiet(&self) -> Held {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let held = self.server.held().unwrap_or(Held { kib: 0, threads: 0, files: 0 });
            let quiet = held.threads <= self.before.threads && held.files <= self.before.files;
            if quiet || Instant::now() > deadline {
                return held;
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
}
