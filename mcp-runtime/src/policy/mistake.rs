use std::fmt;

use super::place::Place;

/// One thing that is wrong in a policy, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mistake {
    place: Place,
    /// As the file has it, such as `tools.add.rate`; empty where the place
    /// says it all.
    key: String,
    problem: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = if self.key.is_empty() { "" } else { ": " };
        let line = format!("{}{key}{}: {}", self.place, self.key, self.problem);
        // The operator's text is quoted in it: one mistake stays one line.
        line.chars().try_for_each(|char| match char {
            char if char.is_control() => write!(f, "{}", char.escape_default()),
            char => write!(f, "{char}"),
        })
    }
}

/// Everything that is wrong in a policy, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, thiserror::Error)]
pub(crate) struct Mistakes(Vec<Mistake>);

impl Mistakes {
    pub(super) fn add(&mut self, place: &Place, key: &str, problem: impl Into<String>) {
        let key = if let Place::Variable(_) = place { "" } else { key };
        let mistake = Mistake { place: place.clone(), key: key.into(), problem: problem.into() };
        if let Err(at) = self.0.binary_search(&mistake) {
            self.0.insert(at, mistake);
        }
    }

    pub(super) fn finish<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(value) } else { Err(self) }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Mistake> {
        self.0.iter()
    }
}

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.len();
        let noun = if count == 1 { "mistake" } else { "mistakes" };
        write!(f, "the policy has {count} {noun}")?;
        self.0.iter().try_for_each(|mistake| write!(f, "\n  - {mistake}"))
    }
}
