//! Values whose code is not the log's.

use std::cell::Cell;
use std::fmt::{Arguments, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static UNDER_WAY: Cell<bool> = const { Cell::new(false) };
}

/// Writes a value. Where its code panics or fails, that is said after whatever
/// it had written: its line is a line all the same, and its caller goes on.
pub(super) fn shown(to: &mut dyn Write, value: Arguments<'_>) {
    // It may log while it is logged.
    let outer = UNDER_WAY.replace(true);
    // What it leaves half done is its own; a text is valid after each piece.
    let written = catch_unwind(AssertUnwindSafe(|| to.write_fmt(value)));
    UNDER_WAY.set(outer);
    let what = match written {
        Ok(Ok(())) => return,
        Ok(Err(_)) => "failed",
        Err(panic) => {
            // The payload's own destructor may panic as well.
            let _ = catch_unwind(AssertUnwindSafe(|| drop(panic)));
            "panicked"
        }
    };
    let _ = write!(to, "<not written: formatting it {what}>");
}

/// Whether this thread shows a value just now, so that the fields of spans may
/// be locked: whoever logs then could wait for itself.
pub(super) fn is_under_way() -> bool {
    UNDER_WAY.get()
}

#[cfg(test)]
mod tests {
    use std::fmt;

    use super::*;

    struct Bad(bool);

    impl fmt::Display for Bad {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("half")?;
            assert!(!self.0, "it cannot be shown");
            Err(fmt::Error)
        }
    }

    #[test]
    fn what_cannot_be_shown_is_said_in_its_place() {
        for (panics, what) in [(true, "panicked"), (false, "failed")] {
            let mut text = String::new();
            shown(&mut text, format_args!("{}", Bad(panics)));
            assert_eq!(text, format!("half<not written: formatting it {what}>"));
            assert!(!is_under_way());
        }
    }
}
