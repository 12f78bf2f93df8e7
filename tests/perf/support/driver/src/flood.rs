use std::io::{Read as _, Write as _};
use std::thread;
use std::time::{Duration, Instant};

use crate::server::Server;
use crate::{Result, line};

/// Writes all requests at once and reads the answers; with `stall`, only
/// after the pipes have been full for that long.
pub(crate) fn run(
    command: &[String],
    message: &str,
    count: usize,
    stall: Duration,
) -> Result<String> {
    let requests: String = (0..count).map(|id| line(message, id)).collect();
    let mut server = Server::start(command)?;
    server.watch();
    // The process is up before the clock starts.
    let mut input = server.input.take().ok_or("no stdin")?;
    input.write_all(line(message, count).as_bytes())?;
    let mut first = String::new();
    server.answer(&mut first)?;
    if first.contains("\"error\"") || first.contains("\"isError\":true") {
        return Err(format!("the server refuses the request: {first}").into());
    }

    let begin = Instant::now();
    let writer = thread::spawn(move || input.write_all(requests.as_bytes()).map(|()| input));
    thread::sleep(stall);
    let answers = read(&mut server, count)?;
    let elapsed = begin.elapsed();
    server.input = Some(writer.join().map_err(|_| "the writing thread panicked")??);
    let memory = server.memory()?;
    server.stop()?;
    Ok(format!(
        "{{\"answers\":{answers},\"seconds\":{:.6},\"peak_kib\":{},\"resident_kib\":{}}}",
        elapsed.saturating_sub(stall).as_secs_f64(),
        memory.peak,
        memory.resident
    ))
}

fn read(server: &mut Server, count: usize) -> Result<usize> {
    let mut chunk = vec![0; 256 << 10];
    let mut answers = 0;
    while answers < count {
        let length = server.output.read(&mut chunk)?;
        if length == 0 {
            return Err(format!("the server ended after {answers} of {count} answers").into());
        }
        answers += chunk[..length].iter().filter(|byte| **byte == b'\n').count();
    }
    Ok(answers)
}
