//! Days since the Unix epoch and the dates that they are.

/// Days in 400 years, after which the calendar repeats.
pub(crate) const ERA: u64 = 146_097;
/// Days from the first of March of the year 0 to the epoch.
const EPOCH: u64 = 719_468;

/// The number of a day; `None` for what is no day, and before the epoch.
pub(crate) fn day(year: u64, month: u64, day: u64) -> Option<u64> {
    if !(1..=12).contains(&month) {
        return None;
    }
    let number = days(year, month, day).checked_sub(EPOCH)?;
    // A day that its month does not have comes out as another.
    (date(number) == (year, month, day)).then_some(number)
}

/// Year, month and day. Years begin in March here, so that the leap day is
/// the last of its year.
pub(crate) fn date(day: u64) -> (u64, u64, u64) {
    let days = day + EPOCH;
    let (era, day) = (days / ERA, days % ERA);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year + next, month, day)
}

/// Days since the first of March of the year 0.
fn days(year: u64, month: u64, day: u64) -> u64 {
    let (year, month) =
        if month > 2 { (year, month - 3) } else { (year.saturating_sub(1), month + 9) };
    let (era, year) = (year / 400, year % 400);
    era * ERA + 365 * year + year / 4 - year / 100 + (153 * month + 2) / 5 + day.saturating_sub(1)
}
