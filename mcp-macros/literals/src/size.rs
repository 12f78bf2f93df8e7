//! `"64KB"`, `"1MiB"`.

/// Decimal and binary units, as the SI and IEC define them.
const UNITS: &[(&str, u64)] = &[
    ("B", 1),
    ("KB", 1_000),
    ("kB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
];

/// Reads a number of bytes; the error says what to write instead.
pub fn parse(text: &str) -> Result<u64, String> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let factor = UNITS.iter().find(|(name, _)| *name == unit);
    let (Some((_, factor)), false) = (factor, number.is_empty()) else {
        return Err(format!(
            "`{text}` is not a size; write a whole number and one unit (B, KB, MB, GB, KiB, MiB, \
             GiB), such as \"64KB\""
        ));
    };
    let bytes = number
        .parse::<u64>()
        .ok()
        .and_then(|number| number.checked_mul(*factor))
        .ok_or_else(|| format!("`{text}` is more bytes than 64 bits count"))?;
    if bytes == 0 {
        return Err(format!("`{text}` leaves room for nothing; write at least \"1B\""));
    }
    Ok(bytes)
}

/// Writes a number of bytes as [`parse`] reads it, in the largest unit that holds it exactly.
/// Where two do, the shorter number wins: `64KB`, `64KiB`.
pub fn literal(bytes: u64) -> String {
    UNITS
        .iter()
        .filter(|(unit, factor)| *unit != "kB" && bytes.is_multiple_of(*factor))
        .min_by_key(|(_, factor)| bytes / factor)
        .map_or_else(|| format!("{bytes}B"), |(unit, factor)| format!("{}{unit}", bytes / factor))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn number_times_unit(number in 1..1_000_000_u64, (unit, factor) in prop::sample::select(UNITS)) {
            prop_assert_eq!(parse(&format!("{number}{unit}")), Ok(number * factor));
        }

        #[test]
        fn what_is_displayed_is_read_again(bytes in 1..=u64::MAX) {
            prop_assert_eq!(parse(&literal(bytes)), Ok(bytes));
        }

        #[test]
        fn no_text_breaks_it(text in "[0-9]{0,20}[KMGkiB]{0,3}|\\PC{0,12}") {
            prop_assert!(parse(&text) != Ok(0));
        }
    }

    #[test]
    fn every_unit() {
        for (text, bytes) in [
            ("1B", 1),
            ("64KB", 64_000),
            ("64kB", 64_000),
            ("64KiB", 65_536),
            ("1MB", 1_000_000),
            ("1MiB", 1_048_576),
            ("2GB", 2_000_000_000),
            ("2GiB", 2_147_483_648),
        ] {
            assert_eq!(parse(text), Ok(bytes), "{text}");
        }
    }

    #[test]
    fn literals() {
        for text in ["1B", "1500B", "64KB", "64KiB", "1MB", "3MiB", "2GB"] {
            assert_eq!(parse(text).map(literal).as_deref(), Ok(text));
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "64",
            "KB",
            "64 KB",
            "1.5MB",
            "-1B",
            "64kb",
            "64K",
            "0B",
            "99999999999999999999B",
            "18446744073709551615KB",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
