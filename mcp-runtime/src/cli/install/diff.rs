//! What changes between two texts, line by line.

/// Lines around a change that are shown with it.
const CONTEXT: usize = 3;
/// Above so many comparisons all lines between the first change and the last
/// count as changed.
const MOST: usize = 1 << 22;

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Same,
    Gone,
    New,
}

pub(super) fn diff(before: &str, after: &str) -> String {
    let (before, after): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    let all = lines(&before, &after);
    let near = |index: usize| {
        let around = index.saturating_sub(CONTEXT)..(index + CONTEXT + 1).min(all.len());
        all[around].iter().any(|(kind, _)| *kind != Kind::Same)
    };
    let mut text = String::new();
    let mut skipped = false;
    for (index, (kind, line)) in all.iter().enumerate() {
        if !near(index) {
            skipped = true;
            continue;
        }
        if std::mem::take(&mut skipped) {
            text.push_str("  ...\n");
        }
        let sign = match kind {
            Kind::Same => ' ',
            Kind::Gone => '-',
            Kind::New => '+',
        };
        text.push_str(format!("{sign} {line}").trim_end());
        text.push('\n');
    }
    text
}

fn lines<'t>(before: &[&'t str], after: &[&'t str]) -> Vec<(Kind, &'t str)> {
    let start = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let end = before[start..].iter().rev().zip(after[start..].iter().rev());
    let end = end.take_while(|(a, b)| a == b).count();
    let (gone, new) = (&before[start..before.len() - end], &after[start..after.len() - end]);
    let mut all: Vec<_> = before[..start].iter().map(|line| (Kind::Same, *line)).collect();
    if gone.len().saturating_mul(new.len()) > MOST {
        all.extend(gone.iter().map(|line| (Kind::Gone, *line)));
        all.extend(new.iter().map(|line| (Kind::New, *line)));
    } else {
        changed(gone, new, &mut all);
    }
    all.extend(before[before.len() - end..].iter().map(|line| (Kind::Same, *line)));
    all
}

/// By the longest common subsequence.
fn changed<'t>(gone: &[&'t str], new: &[&'t str], all: &mut Vec<(Kind, &'t str)>) {
    // How long it is from each pair of lines on.
    let width = new.len() + 1;
    let mut common = vec![0_u32; (gone.len() + 1) * width];
    for a in (0..gone.len()).rev() {
        for b in (0..new.len()).rev() {
            common[a * width + b] = if gone[a] == new[b] {
                common[(a + 1) * width + b + 1] + 1
            } else {
                common[(a + 1) * width + b].max(common[a * width + b + 1])
            };
        }
    }
    let (mut a, mut b) = (0, 0);
    while a < gone.len() || b < new.len() {
        if a < gone.len() && b < new.len() && gone[a] == new[b] {
            all.push((Kind::Same, gone[a]));
            (a, b) = (a + 1, b + 1);
        } else if b == new.len()
            || (a < gone.len() && common[(a + 1) * width + b] >= common[a * width + b + 1])
        {
            all.push((Kind::Gone, gone[a]));
            a += 1;
        } else {
            all.push((Kind::New, new[b]));
            b += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_shown_with_what_is_around_them() {
        let before: Vec<String> = (1..=18).map(|line| line.to_string()).collect();
        let mut after = before.clone();
        after[5] = "six".to_owned();
        after.remove(16);
        let text = diff(&before.join("\n"), &after.join("\n"));
        let wanted = "...|3|4|5|-6|+six|7|8|9|...|14|15|16|-17|18|";
        assert_eq!(text.replace(' ', "").replace('\n', "|"), wanted);
        assert_eq!(diff("", "a\nb\n"), "+ a\n+ b\n");
        assert_eq!(diff("a\nb", "a\nb"), "");
    }
}
