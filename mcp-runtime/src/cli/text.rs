use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write as _};

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

/// Prints what others wrote. On a terminal, where control characters are
/// commands, they are shown and not obeyed.
pub(super) fn print_foreign(text: &str) -> Result<()> {
    if io::stdout().is_terminal() { print(shown(text)) } else { print(text) }
}

/// The text without control characters but tabs and line breaks.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    let odd = |char: char| char.is_control() && !matches!(char, '\n' | '\t');
    if text.contains(odd) { text.replace(odd, "\u{fffd}").into() } else { text.into() }
}

/// The first line of a description.
pub(super) fn first_line(text: &str) -> &str {
    text.trim().lines().next().unwrap_or_default()
}

/// How many columns there are to write in; none where a program reads.
pub(super) fn width() -> Option<usize> {
    let said = std::env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    said.or_else(terminal_width).filter(|columns| *columns > 0)
}

#[cfg(unix)]
fn terminal_width() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    Some(size.ws_col.into())
}

#[cfg(not(unix))]
fn terminal_width() -> Option<usize> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_not_commanded() {
        assert_eq!(shown("a\u{1b}[2Jb\r\tc\n"), "a\u{fffd}[2Jb\u{fffd}\tc\n");
        assert!(matches!(shown("as it is"), Cow::Borrowed(_)));
    }
}
