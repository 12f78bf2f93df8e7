use std::io::{BufRead, BufReader, Error, ErrorKind, Read as _, Result};
use std::net::TcpStream;

use serde_json::Value;

/// One HTTP response, read to its last byte and no further.
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) session: Option<String>,
    pub(crate) closes: bool,
    events: bool,
    body: Vec<u8>,
}

impl Response {
    pub(crate) fn read(stream: &mut BufReader<TcpStream>) -> Result<Self> {
        let status = line(stream)?;
        let status = status.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| broken("a status line"))?;
        let (mut session, mut closes, mut events, mut chunked, mut length) =
            (None, false, false, false, 0);
        loop {
            let header = line(stream)?;
            let Some((name, value)) = header.split_once(": ") else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().map_err(|_| broken("a length"))?,
                "transfer-encoding" => chunked = value == "chunked",
                "content-type" => events = value.starts_with("text/event-stream"),
                "connection" => closes = value == "close",
                "mcp-session-id" => session = Some(value.to_owned()),
                _ => {}
            }
        }
        let body = if chunked { chunks(stream)? } else { exactly(stream, length)? };
        Ok(Self { status, session, closes, events, body })
    }

    /// The responses in it: one, unless the client has cancelled its request
    /// or the server does wrong.
    pub(crate) fn messages(&self) -> Result<Vec<Value>> {
        let text = std::str::from_utf8(&self.body).map_err(|_| broken("UTF-8"))?;
        let parse = |text| serde_json::from_str(text).map_err(|_| broken("JSON"));
        if !self.events {
            return Ok(vec![parse(text)?]);
        }
        let data = text.lines().filter_map(|line| line.strip_prefix("data: "));
        let mut messages: Vec<Value> = data.map(parse).collect::<Result<_>>()?;
        messages.retain(|message| message.get("id").is_some());
        Ok(messages)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).chars().take(300).collect()
    }
}

fn line(stream: &mut BufReader<TcpStream>) -> Result<String> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim_end().to_owned())
}

fn exactly(stream: &mut BufReader<TcpStream>, length: usize) -> Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    stream.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn chunks(stream: &mut BufReader<TcpStream>) -> Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let length = usize::from_str_radix(&line(stream)?, 16).map_err(|_| broken("a chunk"))?;
        body.extend(exactly(stream, length)?);
        line(stream)?;
        if length == 0 {
            return Ok(body);
        }
    }
}

fn broken(what: &str) -> Error {
    Error::new(ErrorKind::InvalidData, format!("not {what}"))
}
