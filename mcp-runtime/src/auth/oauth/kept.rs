use std::collections::HashMap;
use std::time::Instant;

use super::fingerprint::Fingerprint;

/// What is known about tokens, each for its time. When it is full, what was
/// not used lately goes.
pub(super) struct Kept<V> {
    /// What was used since the two were last exchanged.
    young: HashMap<Fingerprint, Entry<V>>,
    old: HashMap<Fingerprint, Entry<V>>,
    /// How many each of them holds at most, and how many bytes.
    entries: usize,
    bytes: usize,
    weight: usize,
}

struct Entry<V> {
    value: V,
    until: Instant,
    bytes: usize,
}

impl<V: Clone> Kept<V> {
    /// Room for so many, which took so many bytes on the wire.
    pub(super) fn new(entries: usize, bytes: usize) -> Self {
        let (young, old) = (HashMap::new(), HashMap::new());
        Self { young, old, entries: entries / 2, bytes: bytes / 2, weight: 0 }
    }

    pub(super) fn get(&mut self, token: &Fingerprint, now: Instant) -> Option<V> {
        if let Some(entry) = self.young.get(token) {
            return (now < entry.until).then(|| entry.value.clone());
        }
        let entry = self.old.remove(token).filter(|entry| now < entry.until)?;
        let value = entry.value.clone();
        self.put(*token, entry);
        Some(value)
    }

    pub(super) fn keep(&mut self, token: Fingerprint, value: V, until: Instant, bytes: usize) {
        self.old.remove(&token);
        self.put(token, Entry { value, until, bytes });
    }

    fn put(&mut self, token: Fingerprint, entry: Entry<V>) {
        if self.young.len() >= self.entries || self.weight + entry.bytes > self.bytes {
            self.old = std::mem::take(&mut self.young);
            self.weight = 0;
        }
        self.weight += entry.bytes;
        if let Some(before) = self.young.insert(token, entry) {
            self.weight -= before.bytes;
        }
    }

    pub(super) fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
        self.weight = 0;
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.young.len() + self.old.len()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::auth::oauth::fingerprint::Fingerprints;

    #[test]
    fn each_is_known_for_its_time() {
        let (mut kept, prints, now) = (Kept::new(10, 100), Fingerprints::new(), Instant::now());
        kept.keep(prints.of("a"), 1, now + Duration::from_nanos(2), 1);
        assert_eq!(kept.get(&prints.of("a"), now + Duration::from_nanos(1)), Some(1));
        assert_eq!(kept.get(&prints.of("a"), now + Duration::from_nanos(2)), None);
        assert_eq!(kept.get(&prints.of("b"), now), None);
    }

    #[test]
    fn room_and_bytes_are_bounded_and_what_is_used_stays() {
        let (prints, now) = (Fingerprints::new(), Instant::now());
        let until = now + Duration::from_mins(1);
        for (entries, bytes) in [(8, 1_000_000), (1_000_000, 80)] {
            let mut kept = Kept::new(entries, bytes);
            kept.keep(prints.of("used"), 0, until, 10);
            for number in 0..1_000 {
                kept.keep(prints.of(&number.to_string()), number, until, 10);
                assert_eq!(kept.get(&prints.of("used"), now), Some(0), "after {number}");
                assert!(kept.len() <= 8, "{} entries", kept.len());
            }
            assert_eq!(kept.get(&prints.of("0"), now), None, "the unused went");
        }
    }
}
