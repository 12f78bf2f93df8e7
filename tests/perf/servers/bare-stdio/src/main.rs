//! The yardstick on stdio: a blocking loop, serde and nothing else.

use std::io::{self, BufRead as _, BufReader, BufWriter, Write as _};

fn main() -> io::Result<()> {
    probe::start();
    let mut input = BufReader::with_capacity(64 << 10, io::stdin().lock());
    let mut output = BufWriter::with_capacity(64 << 10, io::stdout().lock());
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        let request = serde_json::from_slice(&line)?;
        serde_json::to_writer(&mut output, &bare_json::handle(request))?;
        output.write_all(b"\n")?;
        line.clear();
        if input.buffer().is_empty() {
            output.flush()?;
        }
    }
    output.flush()
}
