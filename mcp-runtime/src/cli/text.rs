use std::fmt::Display;
use std::io::{self, Write as _};

use crate::error::{Error, Result};

/// Prints what the command line asked for.
pub(super) fn print(text: impl Display) -> Result<()> {
    let mut stdout = io::stdout().lock();
    match writeln!(stdout, "{text}").and_then(|()| stdout.flush()) {
        // Whoever reads it has seen enough, as in `policy | head`.
        Err(source) if source.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::Io { context: "cannot write to stdout", source })
        }
        _ => Ok(()),
    }
}
