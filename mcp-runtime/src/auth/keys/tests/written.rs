//! Records as they are written.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use proptest::prelude::*;

use super::*;
use crate::auth::keys::parse::records;

fn mistakes(text: &str) -> Vec<String> {
    records(text).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn lines_semicolons_and_comments_separate_records() {
    let (a, b) = (digest("a"), digest("b"));
    let text = format!(
        "\u{feff}# who may call\r\n\n  a {a}\tscopes=x#y # until spring; never\r\n;; \
         b {b};;# c {b}\r\n"
    );
    let read = records(&text).unwrap();
    let expected =
        [KeyRecord::new("a", a).with_scopes(Scopes::parse("x#y")), KeyRecord::new("b", b)];
    assert_eq!(read, expected);
    assert_eq!(records(" ;\n#"), Ok(Vec::new()));
}

#[test]
fn every_mistake_has_its_place_and_its_fix() {
    let d = digest("a");
    for (text, place, part) in [
        ("alice".to_owned(), "1:6", "expected a digest after the name"),
        (format!("{d} {d}"), "1:1", "expected a name first"),
        (format!("älice {d}"), "1:1", "letters, digits and ._-@+:/"),
        (format!("a=b {d}"), "1:1", "letters, digits and ._-@+:/"),
        (format!("{} {d}", "a".repeat(129)), "1:1", "of 1 to 128 letters"),
        ("\n\n  alice  md5:00".to_owned(), "3:10", "`sha256:` and 64 hexadecimal digits"),
        (format!("a {d} scope=x"), "1:75", "did you mean `scopes=`?"),
        (format!("a {d} scopes"), "1:75", "expected a value, `scopes=…`"),
        (format!("a {d} colour=red"), "1:75", "expected scopes=a,b, expires="),
        (format!("a {d} scopes="), "1:75", "names none"),
        (format!("a {d} scopes=a,,b"), "1:75", "`` is no scope"),
        (format!("a {d} scopes=a\\"), "1:75", "is no scope"),
        (format!("a {d} expires=tomorrow"), "1:75", "such as 2027-01-31"),
        (format!("a {d} rate=60"), "1:75", "\"60/min\""),
        (format!("a {d} rate=1/s rate=1/s"), "1:84", "`rate=` stands twice"),
        (format!("a {d}; b {d}"), "1:78", "the same key as record 1"),
        (format!("a {d}\na {}", digest("b")), "2:1", "the same name as record 1"),
    ] {
        let found = mistakes(&text);
        let [mistake] = &found[..] else { panic!("{text}: {found:?}") };
        assert!(mistake.starts_with(&format!("{place}: record ")), "{text}: {mistake}");
        assert!(mistake.contains(part), "{text}: {mistake}");
    }
    let all = mistakes(&format!("ä {d} rate=0/s expires=x; b;c {}", digest("c")));
    assert_eq!(all.len(), 4, "{all:?}");
}

#[test]
fn a_key_at_the_wrong_place_is_not_repeated() {
    let key = ApiKeys::mint("alice").unwrap().key;
    let d = digest("a");
    for text in [
        format!("alice {key}"),
        format!("{key} {d}"),
        format!("alice {d} {key}"),
        format!("alice sha256:{key}"),
        format!("alice {d} key={key}"),
        format!("alice {d} {key}=x"),
        format!("alice {d} scopes=\"{key}\""),
        format!("alice {d} expires={key}"),
        format!("alice {d} rate={key}"),
        key.clone(),
    ] {
        let found = mistakes(&text);
        assert!(found.iter().all(|mistake| !mistake.contains(&key[4..])), "{found:?}");
        let error = text.parse::<KeyRecord>().unwrap_err().to_string();
        assert!(!error.contains(&key[4..]), "{error}");
    }
}

#[test]
fn one_record_is_one() {
    let d = digest("a");
    assert_eq!(format!(" a {d} # c").parse(), Ok(KeyRecord::new("a", d)));
    for text in [String::new(), format!("a {d}; b {}", digest("b"))] {
        let error = text.parse::<KeyRecord>().unwrap_err().to_string();
        assert!(error.contains("expected one record"), "{error}");
    }
}

fn any_record() -> impl Strategy<Value = KeyRecord> {
    let expires = prop::option::of(prop_oneof![
        any::<u64>().prop_map(|nanos| UNIX_EPOCH + Duration::from_nanos(nanos)),
        (0..40_000_u64).prop_map(|days| UNIX_EPOCH + Duration::from_hours(24 * days)),
        Just(UNIX_EPOCH - Duration::from_secs(1)),
        Just(UNIX_EPOCH + Duration::from_hours(100_000_000)),
    ]);
    let name = "[A-Za-z0-9._@+:/-]{1,128}".prop_filter("begins as keys do", |name| {
        !name.starts_with("mcp_") && !name.starts_with("sha256:")
    });
    let scopes = prop::collection::vec("[!#-+\\--:<-\\[\\]-~]{1,12}", 0..4);
    let limit = prop::option::of((any::<u32>(), any::<u64>()));
    (name, any::<String>(), scopes, expires, limit).prop_map(
        |(name, key, scopes, expires, limit)| {
            let mut record = KeyRecord::new(name, KeyDigest::of(&key));
            record = record.with_scopes(scopes.iter().collect());
            if let Some(expires) = expires {
                record = record.with_expiry(expires);
            }
            if let Some((requests, micros)) = limit {
                record = record.with_limit(requests, Duration::from_micros(micros));
            }
            record
        },
    )
}

proptest! {
    #[test]
    fn what_is_displayed_is_read_again(record in any_record()) {
        let text = record.to_string();
        prop_assert_eq!(text.parse(), Ok(record), "{}", text);
    }

    #[test]
    fn no_text_panics_and_what_is_read_is_valid(
        text in "(\\PC|[ \n;#=\t]){0,60}|[ab]( sha256:[0-9a-f]{64})?( (scopes|rate|expires)=[-a-z0-9/,:+TZ]{0,12}){0,3}",
    ) {
        match records(&text) {
            Ok(records) => for record in records {
                prop_assert_eq!(record.to_string().parse(), Ok(record));
            },
            Err(mistakes) => prop_assert!(!mistakes.is_empty()),
        }
    }
}

#[test]
fn times_that_cannot_be_written_become_earlier() {
    let record = KeyRecord::new("a", digest("a"));
    let half = UNIX_EPOCH + Duration::from_millis(1_500);
    let whole: SystemTime = UNIX_EPOCH + Duration::from_secs(1);
    assert_eq!(record.clone().with_expiry(half).expires(), Some(whole));
    let before = UNIX_EPOCH - Duration::from_secs(1);
    assert_eq!(record.with_expiry(before).expires(), Some(UNIX_EPOCH));
}
