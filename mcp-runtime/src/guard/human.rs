use std::time::Duration;

/// A length of time for people, in the unit that fits.
pub(super) fn human(duration: Duration) -> String {
    const UNITS: [(u64, &str); 3] = [(86_400, "d"), (3_600, "h"), (60, "min")];
    if duration.subsec_nanos() != 0 {
        return format!("{} ms", duration.as_millis());
    }
    let seconds = duration.as_secs();
    for (length, unit) in UNITS {
        if seconds >= length && seconds.is_multiple_of(length) {
            return format!("{} {unit}", seconds / length);
        }
    }
    format!("{seconds} s")
}
