//! "did you mean" for misspelt names.

/// The shortest beginning that counts as an abbreviation of a name, or a name as one of the word.
const SHORTEST_STEM: usize = 3;

/// Words up to this length resemble too much to go by the number of differences alone.
const SHORT: usize = 4;

/// Longer words are nobody's slip, and comparing them takes time.
const LONGEST: usize = 128;

/// The candidate closest to `word`, if it is close enough to be what was meant.
/// Case, hyphens and underscores make no difference.
pub fn nearest<'a>(
    word: &str,
    candidates: impl Iterator<Item = &'a str> + Clone,
) -> Option<&'a str> {
    let length = word.chars().count();
    if length > LONGEST {
        return None;
    }
    // A third of the word may be wrong: `timout` finds `timeout`, `rate` does not find `name`.
    let tolerance = (length / 3).max(1);
    let similar = candidates
        .clone()
        .filter(|candidate| length > SHORT || first(candidate) == first(word))
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= tolerance)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate);
    // `minimum` finds `min`, and `desc` finds `description`.
    similar.or_else(|| {
        candidates
            .filter(|candidate| word.len().min(candidate.len()) >= SHORTEST_STEM)
            .find(|candidate| word.starts_with(candidate) || candidate.starts_with(word))
    })
}

fn first(word: &str) -> Option<char> {
    word.chars().next().map(|char| char.to_ascii_lowercase())
}

/// Edit distance in which swapping two neighbours, the commonest slip, counts once.
fn distance(left: &str, right: &str) -> usize {
    let plain = |text: &str| -> Vec<char> {
        let told = text.chars().filter(|char| !matches!(char, '_' | '-'));
        told.map(|char| char.to_ascii_lowercase()).collect()
    };
    let (left, right) = (plain(left), plain(right));
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

    const NAMES: [&str; 7] =
        ["name", "timeout", "read_only", "min_length", "min", "description", "crate"];

    fn found(word: &str) -> Option<&'static str> {
        nearest(word, NAMES.into_iter())
    }

    #[test]
    fn close_names_are_found() {
        for (word, name) in [
            ("timout", "timeout"),
            ("tiemout", "timeout"),
            ("readonly", "read_only"),
            ("minlength", "min_length"),
            ("nmae", "name"),
            ("minimum", "min"),
            ("desc", "description"),
            ("READ-ONLY", "read_only"),
            ("readOnly", "read_only"),
        ] {
            assert_eq!(found(word), Some(name), "{word}");
        }
    }

    #[test]
    fn distant_names_are_not() {
        for word in ["rate", "x", "budget", "de", "10", ""] {
            assert_eq!(found(word), None, "{word}");
        }
    }
}
