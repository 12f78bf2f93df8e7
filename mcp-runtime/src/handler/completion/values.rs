/// What a completion came to: `CompleteResult` of the specification.
#[derive(Debug, PartialEq)]
pub struct Completed {
    pub(crate) values: Vec<String>,
    /// How many there are; unknown where they were too many to count.
    pub(crate) total: Option<usize>,
    pub(crate) has_more: bool,
}

/// Values that one answer has at most (specification, "Completion Results").
const MOST: usize = 100;

/// Values that are counted: what goes on behind may never end.
const COUNTED: usize = 10_000;

impl Completed {
    /// The first of these values, and how many there are.
    pub(crate) fn of<I>(values: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        let mut rest = values.into_iter().fuse();
        let values: Vec<String> = rest.by_ref().take(MOST).map(Into::into).collect();
        let more = rest.take(COUNTED - MOST + 1).count();
        let all = values.len() + more;
        Self { values, total: (all <= COUNTED).then_some(all), has_more: more > 0 }
    }

    /// Those that begin like what was typed, whatever its case.
    pub(crate) fn beginning(values: &[String], typed: &str) -> Self {
        let typed = typed.to_lowercase();
        let fits = |value: &&String| value.to_lowercase().starts_with(&typed);
        Self::of(values.iter().filter(fits).map(String::as_str))
    }

    pub(crate) fn size(&self) -> usize {
        self.values.iter().map(String::len).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(count: usize) -> Completed {
        Completed::of((0..count).map(|number| number.to_string()))
    }

    #[test]
    fn a_hundred_and_how_many_there_are() {
        for (count, shown, total) in [
            (0, 0, Some(0)),
            (100, 100, Some(100)),
            (101, 100, Some(101)),
            (10_000, 100, Some(10_000)),
            (10_001, 100, None),
        ] {
            let completed = numbers(count);
            let has_more = count > shown;
            assert_eq!(
                (completed.values.len(), completed.total, completed.has_more),
                (shown, total, has_more)
            );
        }
    }

    #[test]
    fn what_never_ends_is_not_counted() {
        let completed = Completed::of(std::iter::repeat("again"));
        assert_eq!((completed.values.len(), completed.total), (100, None));
        assert!(completed.has_more);
    }

    #[test]
    fn case_does_not_count() {
        let all = ["Zürich", "zug", "ÅNGSTRÖM", "Bern"].map(str::to_owned);
        let of = |typed| Completed::beginning(&all, typed).values;
        assert_eq!(of("Z"), ["Zürich", "zug"]);
        assert_eq!(of("ZÜ"), ["Zürich"]);
        assert_eq!(of("å"), ["ÅNGSTRÖM"]);
        assert_eq!(of("").len(), 4);
        assert!(of("ern").is_empty());
    }
}
