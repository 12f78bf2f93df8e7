//! `"10s"`, `"250ms"`, `"2h"`.

/// The units, longest name first so that `ms` is not read as `m`.
const UNITS: &[(&str, u64)] =
    &[("min", 60_000), ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

/// Ten years: anything longer is a slip of the unit, and sums of such durations cannot overflow.
const LONGEST_MS: u64 = 3_650 * 86_400_000;

/// Reads a duration of whole milliseconds; the error says what to write instead.
pub(crate) fn parse(text: &str) -> Result<u64, String> {
    if matches!(text, "none" | "never" | "off" | "infinite" | "0") {
        return Err(format!(
            "`{text}` is not a duration: a call without a limit can hang for ever; write a long \
             one, such as \"1h\""
        ));
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    if number.is_empty() {
        return Err(expected(text));
    }
    let Some((_, factor)) = UNITS.iter().find(|(name, _)| *name == unit) else {
        return Err(expected(text));
    };
    let millis = number
        .parse::<u64>()
        .ok()
        .and_then(|number| number.checked_mul(*factor))
        .filter(|millis| *millis <= LONGEST_MS)
        .ok_or_else(|| format!("`{text}` is longer than ten years"))?;
    if millis == 0 {
        return Err(format!("`{text}` leaves no time at all; write at least \"1ms\""));
    }
    Ok(millis)
}

/// Writes a duration as the largest unit that holds it exactly.
pub(crate) fn display(millis: u64) -> String {
    [("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1_000)]
        .into_iter()
        .find(|(_, factor)| millis.is_multiple_of(*factor))
        .map_or_else(
            || format!("{millis} ms"),
            |(unit, factor)| format!("{} {unit}", millis / factor),
        )
}

fn expected(text: &str) -> String {
    format!(
        "`{text}` is not a duration; write a whole number and one unit (ms, s, min, h, d), such as \
         \"10s\""
    )
}

#[cfg(test)]
mod tests {
    use super::*;

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
            "1m30s",
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
