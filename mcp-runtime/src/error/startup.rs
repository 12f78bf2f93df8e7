use std::fmt;

/// Everything that keeps a server from starting, in one list.
///
/// Only start-up can see these: what the compiler can know is a compile
/// error instead.
#[derive(thiserror::Error)]
pub struct StartupError {
    problems: Vec<String>,
}

impl StartupError {
    /// One sentence per mistake, each naming where it is and how to mend it.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

impl fmt::Display for StartupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.problems.len();
        let noun = if count == 1 { "problem" } else { "problems" };
        write!(f, "the server refuses to start: {count} {noun}")?;
        for problem in &self.problems {
            write!(f, "\n  - {problem}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for StartupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Collects mistakes so that all are reported together.
#[derive(Default)]
pub(crate) struct Problems(Vec<String>);

impl Problems {
    pub(crate) fn add(&mut self, problem: impl Into<String>) {
        self.0.push(problem.into());
    }

    pub(crate) fn extend(&mut self, others: impl IntoIterator<Item = String>) {
        self.0.extend(others);
    }

    /// All of them as one text, where there is any.
    pub(crate) fn text(self) -> Option<String> {
        (!self.0.is_empty()).then(|| self.0.join("; "))
    }

    pub(crate) fn append(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    pub(crate) fn finish(self) -> Result<(), StartupError> {
        if self.0.is_empty() { Ok(()) } else { Err(StartupError { problems: self.0 }) }
    }
}
