//! Drives stdio servers: fast enough that the server is what is measured.
//!
//! ```text
//! driver flood COUNT STALL_MS -- COMMAND ARGS..
//! driver pingpong COUNT       -- COMMAND ARGS..
//! driver startup ROUNDS       -- COMMAND ARGS.. -- COMMAND ARGS..
//! ```
//!
//! The request is read from `PERF_MESSAGE`, where `__ID__` stands for the id.
//! Prints one line of JSON. Ends with an error after `PERF_TIMEOUT_S` (60).

mod flood;
mod pingpong;
mod server;
mod startup;

use std::process::ExitCode;
use std::time::Duration;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    match run() {
        Ok(json) => {
            println!("{json}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("driver: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<String> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let mut parts = args.split(|arg| arg == "--");
    let options = parts.next().unwrap_or_default();
    let commands: Vec<&[String]> = parts.filter(|command| !command.is_empty()).collect();
    let message = std::env::var("PERF_MESSAGE").map_err(|_| "PERF_MESSAGE is not set")?;
    let number = |index: usize| -> Result<usize> {
        let text = options.get(index).ok_or("a number is missing; see the top of main.rs")?;
        Ok(text.parse()?)
    };
    let first = *commands.first().ok_or("no command after `--`")?;
    match options.first().map(String::as_str) {
        Some("flood") => {
            flood::run(first, &message, number(1)?, Duration::from_millis(number(2)? as u64))
        }
        Some("pingpong") => pingpong::run(first, &message, number(1)?),
        Some("startup") => startup::run(&commands, &message, number(1)?),
        _ => Err("use flood, pingpong or startup".into()),
    }
}

/// The request with this id, as one line.
fn line(message: &str, id: usize) -> String {
    let mut line = message.replace("__ID__", &id.to_string());
    line.push('\n');
    line
}

/// The value at `percent` of sorted samples, in microseconds.
fn percentile(sorted: &[Duration], percent: usize) -> f64 {
    let index = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(index).map_or(0.0, |sample| sample.as_secs_f64() * 1e6)
}
