//! `"10s"`, `"250ms"`, `"1m30s"`.

/// The units and their other names.
const UNITS: &[(&str, u64)] =
    &[("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

/// Ten years: anything longer is a slip of the unit, and sums of such durations cannot overflow.
pub const LONGEST_MS: u64 = 3_650 * 86_400_000;

/// Reads a duration of whole milliseconds: numbers with a unit each, from the largest unit down.
/// The error says what to write instead.
pub fn parse(text: &str) -> Result<u64, String> {
    if matches!(text, "none" | "never" | "off" | "infinite" | "0") {
        return Err(format!(
            "`{text}` is not a duration: a call without a limit can hang for ever; write a long \
             one, such as \"1h\""
        ));
    }
    let (mut millis, mut smallest, mut rest) = (0, u64::MAX, text);
    loop {
        let (number, factor, after) = part(rest).ok_or_else(|| expected(text))?;
        if factor >= smallest {
            return Err(format!(
                "`{text}` is out of order; write each unit once and the largest first, such as \
                 \"1m30s\""
            ));
        }
        millis = number
            .parse::<u64>()
            .ok()
            .and_then(|number| number.checked_mul(factor)?.checked_add(millis))
            .filter(|millis| *millis <= LONGEST_MS)
            .ok_or_else(|| format!("`{text}` is longer than ten years"))?;
        (smallest, rest) = (factor, after);
        if rest.is_empty() {
            break;
        }
    }
    if millis == 0 {
        return Err(format!("`{text}` leaves no time at all; write at least \"1ms\""));
    }
    Ok(millis)
}

/// Takes a number and its unit off the front.
fn part(text: &str) -> Option<(&str, u64, &str)> {
    let (number, rest) = text.split_at(text.bytes().take_while(u8::is_ascii_digit).count());
    let (unit, rest) = rest.split_at(rest.bytes().take_while(u8::is_ascii_alphabetic).count());
    let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit)?;
    (!number.is_empty()).then_some((number, *factor, rest))
}

/// Writes a duration as the largest unit that holds it exactly, for people: `90 s`.
pub fn display(millis: u64) -> String {
    [("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1_000)]
        .into_iter()
        .find(|(_, factor)| millis.is_multiple_of(*factor))
        .map_or_else(
            || format!("{millis} ms"),
            |(unit, factor)| format!("{} {unit}", millis / factor),
        )
}

/// Writes a duration as [`parse`] reads it, from the largest unit down: `1m30s`.
pub fn literal(mut millis: u64) -> String {
    let mut text = String::new();
    for (unit, factor) in UNITS.iter().filter(|(unit, _)| *unit != "min") {
        if millis >= *factor {
            text.extend([(millis / factor).to_string().as_str(), unit]);
            millis %= factor;
        }
    }
    text
}

fn expected(text: &str) -> String {
    format!(
        "`{text}` is not a duration; write whole numbers with a unit each (d, h, m or min, s, ms), \
         such as \"10s\" or \"1m30s\""
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_sum_of_its_parts(counts in prop::array::uniform5(prop::option::of(0..1000_u64)), word: bool) {
            let minute = if word { "min" } else { "m" };
            let units =
                [("d", 86_400_000), ("h", 3_600_000), (minute, 60_000), ("s", 1_000), ("ms", 1)];
            let (mut text, mut millis) = (String::new(), 0);
            for (count, (unit, factor)) in counts.into_iter().zip(units) {
                if let Some(count) = count {
                    text.extend([count.to_string().as_str(), unit]);
                    millis += count * factor;
                }
            }
            prop_assert_eq!(parse(&text).ok(), (millis > 0).then_some(millis), "{}", text);
        }

        #[test]
        fn what_is_displayed_is_read_again(millis in 1..=LONGEST_MS) {
            prop_assert_eq!(parse(&display(millis).replace(' ', "")), Ok(millis));
            prop_assert_eq!(parse(&literal(millis)), Ok(millis));
        }

        #[test]
        fn no_text_breaks_it(text in "[0-9dhmins]{0,12}|\\PC{0,12}") {
            if let Ok(millis) = parse(&text) {
                prop_assert!((1..=LONGEST_MS).contains(&millis));
            }
        }
    }

    #[test]
    fn every_unit() {
        for (text, millis) in [
            ("250ms", 250),
            ("10s", 10_000),
            ("1m", 60_000),
            ("90min", 5_400_000),
            ("2h", 7_200_000),
            ("1d", 86_400_000),
            ("3650d", LONGEST_MS),
            ("1m30s", 90_000),
            ("1min30s", 90_000),
            ("1d2h3m4s5ms", 93_784_005),
            ("1h90s", 3_690_000),
            ("0h5m", 300_000),
        ] {
            assert_eq!(parse(text), Ok(millis), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "10",
            "s",
            "10 s",
            "1.5s",
            "-1s",
            "30s1m",
            "1s1s",
            "1m1min",
            "1m30",
            "1m 30s",
            "m30s",
            "3650d1ms",
            "0h0s",
            "10S",
            "10sec",
            "0s",
            "0ms",
            "none",
            "0",
            "3651d",
            "99999999999999999999s",
            "18446744073709551615d",
            "10s ",
            "１s",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn literals() {
        for text in ["250ms", "1s500ms", "10s", "1m30s", "1d2h3m4s5ms", "3650d"] {
            assert_eq!(parse(text).map(literal).as_deref(), Ok(text));
        }
    }

    #[test]
    fn displayed_in_the_largest_exact_unit() {
        for (millis, text) in [
            (250, "250 ms"),
            (1_500, "1500 ms"),
            (30_000, "30 s"),
            (90_000, "90 s"),
            (120_000, "2 min"),
            (7_200_000, "2 h"),
            (86_400_000, "1 d"),
        ] {
            assert_eq!(display(millis), text);
        }
    }
}
