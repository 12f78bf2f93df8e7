//! Times of RFC 3339, the form of ISO 8601 that the specification's examples have.

/// Takes a date and time with its offset; the error says what to write instead.
pub(crate) fn parse(text: &str) -> Result<String, String> {
    if is_time(text) {
        return Ok(text.to_owned());
    }
    Err(format!("`{text}` is not a time; write date, time and offset: \"2026-07-28T12:00:00Z\""))
}

fn is_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else { return false };
    let Some(at) = time.find(['Z', '+', '-']) else { return false };
    let (time, offset) = time.split_at(at);
    let (time, fraction) = time.split_once('.').map_or((time, None), |(time, f)| (time, Some(f)));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let offset_fits = match offset.strip_prefix(['+', '-']) {
        Some(offset) => {
            matches!(fields(offset, ':', &[2, 2]).as_deref(), Some([hour, minute]) if *hour < 24 && *minute < 60)
        }
        None => offset == "Z",
    };
    let date_fits = matches!(
        fields(date, '-', &[4, 2, 2]).as_deref(),
        Some([year, month, day]) if *day >= 1 && *day <= days(*year, *month)
    );
    let time_fits = matches!(
        fields(time, ':', &[2, 2, 2]).as_deref(),
        // A minute may have a leap second.
        Some([hour, minute, second]) if *hour < 24 && *minute < 60 && *second <= 60
    );
    date_fits && time_fits && offset_fits && fraction.is_none_or(digits)
}

/// Numbers of so many digits each.
fn fields(text: &str, separator: char, lengths: &[usize]) -> Option<Vec<u32>> {
    let fields: Vec<&str> = text.split(separator).collect();
    let fits = fields.iter().map(|field| field.len()).eq(lengths.iter().copied())
        && fields.iter().all(|field| field.bytes().all(|byte| byte.is_ascii_digit()));
    fits.then(|| fields.iter().filter_map(|field| field.parse().ok()).collect())
}

fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        for text in
            ["2026-07-28T12:00:00Z", "2024-02-29T23:59:60.123+05:30", "2000-02-29T00:00:00-00:00"]
        {
            assert!(parse(text).is_ok(), "{text}");
        }
        for text in [
            "",
            "yesterday",
            "2026-07-28",
            "2026-07-28T12:00:00",
            "2026-07-28 12:00:00Z",
            "2026-02-29T12:00:00Z",
            "1900-02-29T12:00:00Z",
            "2026-13-01T12:00:00Z",
            "2026-00-01T12:00:00Z",
            "2026-07-00T12:00:00Z",
            "2026-07-28T24:00:00Z",
            "2026-07-28T12:60:00Z",
            "2026-07-28T12:00:61Z",
            "2026-07-28T12:00Z",
            "2026-07-28T12:00:00.Z",
            "2026-07-28T12:00:00+24:00",
            "2026-07-28T12:00:00+5",
            "26-07-28T12:00:00Z",
            "2026-7-28T12:00:00Z",
            "2026-07-28T12:00:00Zulu",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
