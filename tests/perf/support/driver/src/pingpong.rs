use std::io::Write as _;
use std::time::Instant;

use crate::server::Server;
use crate::{Result, line, percentile};

/// One request at a time.
pub(crate) fn run(command: &[String], message: &str, count: usize) -> Result<String> {
    let mut server = Server::start(command)?;
    server.watch();
    let mut input = server.input.take().ok_or("no stdin")?;
    let mut answer = String::new();
    let mut samples = Vec::with_capacity(count);
    for id in 0..count + count / 10 {
        let request = line(message, id);
        let begin = Instant::now();
        input.write_all(request.as_bytes())?;
        server.answer(&mut answer)?;
        samples.push(begin.elapsed());
    }
    server.input = Some(input);
    let memory = server.memory()?;
    server.stop()?;
    samples.drain(..count / 10); // warming up
    samples.sort_unstable();
    Ok(format!(
        "{{\"p50_us\":{:.2},\"p99_us\":{:.2},\"resident_kib\":{}}}",
        percentile(&samples, 50),
        percentile(&samples, 99),
        memory.resident
    ))
}
