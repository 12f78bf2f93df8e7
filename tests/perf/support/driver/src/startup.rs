use std::io::Write as _;
use std::time::{Duration, Instant};

use crate::server::Server;
use crate::{Result, line};

/// From `exec` to the first answer, in rounds over all commands so that
/// whatever else the machine does meets them alike. The samples of a round
/// stand at the same index.
pub(crate) fn run(commands: &[&[String]], message: &str, rounds: usize) -> Result<String> {
    let request = line(message, 1);
    let mut samples = vec![Vec::with_capacity(rounds); commands.len()];
    for _ in 0..rounds {
        for (command, samples) in commands.iter().zip(&mut samples) {
            samples.push(first_answer(command, &request)?);
        }
    }
    let lists: Vec<String> = samples
        .iter()
        .map(|samples| {
            let numbers: Vec<String> =
                samples.iter().map(|sample| format!("{:.1}", sample.as_secs_f64() * 1e6)).collect();
            format!("[{}]", numbers.join(","))
        })
        .collect();
    Ok(format!("{{\"samples_us\":[{}]}}", lists.join(",")))
}

fn first_answer(command: &[String], request: &str) -> Result<Duration> {
    let mut answer = String::new();
    let begin = Instant::now();
    let mut server = Server::start(command)?;
    let mut input = server.input.take().ok_or("no stdin")?;
    input.write_all(request.as_bytes())?;
    server.answer(&mut answer)?;
    let elapsed = begin.elapsed();
    server.input = Some(input);
    server.stop()?;
    Ok(elapsed)
}
