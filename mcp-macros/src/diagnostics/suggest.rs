//! "did you mean" for misspelt names.

/// The candidate closest to `word`, if it is close enough to be what was meant.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    // A third of the word may be wrong: `timout` finds `timeout`, `rate` does not find `name`.
    let tolerance = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= tolerance)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Edit distance in which swapping two neighbours, the commonest slip, counts once.
fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().filter(|c| *c != '_').collect();
    let right: Vec<char> = right.chars().filter(|c| *c != '_').collect();
    let mut before = vec![0; right.len() + 1];
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut row = vec![i + 1; right.len() + 1];
        for (j, b) in right.iter().enumerate() {
            let replaced = above[j] + usize::from(a != b);
            row[j + 1] = replaced.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b {
                row[j + 1] = row[j + 1].min(before[j - 1] + 1);
            }
        }
        before = std::mem::replace(&mut above, row);
    }
    above[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_names_are_found() {
        let names = ["name", "timeout", "read_only", "min_length"];
        assert_eq!(nearest("timout", names), Some("timeout"));
        assert_eq!(nearest("tiemout", names), Some("timeout"));
        assert_eq!(nearest("readonly", names), Some("read_only"));
        assert_eq!(nearest("minlength", names), Some("min_length"));
        assert_eq!(nearest("nmae", names), Some("name"));
    }

    #[test]
    fn distant_names_are_not() {
        assert_eq!(nearest("rate", ["name", "timeout"]), None);
        assert_eq!(nearest("x", ["min", "max"]), None);
    }
}
