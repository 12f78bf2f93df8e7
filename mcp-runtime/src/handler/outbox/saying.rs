use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

/// The latest progress of a task, in words.
#[derive(Default)]
pub(crate) struct Saying(Mutex<Option<Box<str>>>);

/// Characters of it that are kept.
const MOST: usize = 1_000;

impl Saying {
    pub(crate) fn set(&self, progress: f64, total: Option<f64>, message: Option<&str>) {
        let text = if let Some(message) = message {
            message.chars().take(MOST).collect()
        } else {
            let mut text = progress.to_string();
            if let Some(total) = total {
                let _ = write!(text, " of {total}");
            }
            text
        };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(text.into());
    }

    /// What is new since it was last asked.
    pub(crate) fn take(&self) -> Option<Box<str>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
