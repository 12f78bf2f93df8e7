//! One request, written by hand: it needs no runtime, and none of what a
//! client for all purposes brings along.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
#[cfg(unix)]
use std::os::unix::net::UnixStream;
#[cfg(unix)]
use std::path::Path;
use std::time::{Duration, Instant};

/// Of an answer; ours has less.
const LONGEST: usize = 8 << 10;

pub(super) fn network(
    option: &str,
    address: SocketAddr,
    path: &str,
    deadline: Instant,
) -> Result<(), String> {
    let what = format!("http://{address}{path}");
    let unreached = |error| format!("{what}: {error}; is the server running?");
    let stream = TcpStream::connect_timeout(&address, left(deadline)).map_err(unreached)?;
    let told = ask(&stream, &address.to_string(), path, deadline, |stream, left| {
        stream.set_read_timeout(Some(left)).and_then(|()| stream.set_write_timeout(Some(left)))
    });
    let judged = told.and_then(|answer| judge(&answer));
    judged.map_err(|problem| match problem {
        Problem::Says(text) => format!("{what}: {text}"),
        Problem::NoHttp if option == "--http" => format!(
            "{what}: no answer in HTTP; a server with TLS is asked at its side port: `--health \
             127.0.0.1:9090`"
        ),
        Problem::NoHttp => format!("{what}: no answer in HTTP"),
    })
}

#[cfg(unix)]
pub(super) fn socket(file: &Path, path: &str, deadline: Instant) -> Result<(), String> {
    let what = format!("http://unix:{}:{path}", file.display());
    let stream = UnixStream::connect(file)
        .map_err(|error| format!("{what}: {error}; is the server running?"))?;
    let told = ask(&stream, "localhost", path, deadline, |stream, left| {
        stream.set_read_timeout(Some(left)).and_then(|()| stream.set_write_timeout(Some(left)))
    });
    told.and_then(|answer| judge(&answer)).map_err(|problem| match problem {
        Problem::Says(text) => format!("{what}: {text}"),
        Problem::NoHttp => format!("{what}: no answer in HTTP"),
    })
}

#[derive(Debug, PartialEq)]
pub(super) enum Problem {
    Says(String),
    NoHttp,
}

/// Everything that comes, to the end of the connection.
fn ask<S>(
    stream: &S,
    host: &str,
    path: &str,
    deadline: Instant,
    limit: impl Fn(&S, Duration) -> std::io::Result<()>,
) -> Result<Vec<u8>, Problem>
where
    for<'a> &'a S: Read + Write,
{
    let failed = |error: std::io::Error| {
        Problem::Says(match error.kind() {
            ErrorKind::WouldBlock | ErrorKind::TimedOut => "no answer in time".to_owned(),
            _ => error.to_string(),
        })
    };
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    let mut pipe = stream;
    limit(stream, left(deadline)).map_err(failed)?;
    pipe.write_all(request.as_bytes()).map_err(failed)?;
    let mut answer = Vec::new();
    let mut part = [0; 1024];
    while answer.len() < LONGEST {
        // Of the whole, whatever the pace of its parts.
        if Instant::now() >= deadline {
            return Err(Problem::Says("no answer in time".to_owned()));
        }
        limit(stream, left(deadline)).map_err(failed)?;
        match pipe.read(&mut part) {
            Ok(0) => break,
            Ok(count) => answer.extend_from_slice(&part[..count]),
            // A server with TLS hangs up on what is none.
            Err(error) if error.kind() == ErrorKind::ConnectionReset => break,
            Err(error) => return Err(failed(error)),
        }
    }
    Ok(answer)
}

/// Never zero, which would mean for ever.
fn left(deadline: Instant) -> Duration {
    deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1))
}

/// What the answer's first line says.
pub(super) fn judge(answer: &[u8]) -> Result<(), Problem> {
    let text = String::from_utf8_lossy(answer);
    let mut words = text.lines().next().unwrap_or_default().splitn(3, ' ');
    let is_http = words.next().is_some_and(|version| version.starts_with("HTTP/1."));
    let status = words.next().filter(|_| is_http).and_then(|status| status.parse::<u16>().ok());
    let body = text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    match status {
        Some(200) => Ok(()),
        Some(503) => {
            let word = body.lines().next().unwrap_or_default().trim();
            Err(Problem::Says(if word.is_empty() { "503" } else { word }.to_owned()))
        }
        Some(404) => Err(Problem::Says(
            "404: nothing of that name there; the program may have a route of its own, ask at its \
             side port (`--health`)"
                .to_owned(),
        )),
        Some(status) => Err(Problem::Says(format!("HTTP status {status}"))),
        None => Err(Problem::NoHttp),
    }
}
