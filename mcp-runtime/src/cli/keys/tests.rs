use std::time::UNIX_EPOCH;

use super::*;
use crate::auth::KeyRecord;

fn parse(args: &[&str]) -> Result<Option<KeysCommand>> {
    KeysCommand::parse("notes", args.iter().copied().map(OsString::from))
}

#[test]
fn a_minted_key_is_printed_with_its_record() {
    let now = UNIX_EPOCH + Duration::from_hours(24);
    let mint = |args: &[&str]| {
        let text = parse(args).unwrap().unwrap().run(now).unwrap();
        let (key, record) = text.split_once('\n').unwrap();
        let record: KeyRecord = record.parse().unwrap();
        assert_eq!(record.digest(), &KeyDigest::of(key));
        assert_eq!(key.len(), "mcp_".len() + 43);
        (key.to_owned(), record.to_string().replace(&record.digest().to_string(), "DIGEST"))
    };
    let (key, record) = mint(&["mint", "--name", "alice"]);
    assert_eq!(record, "alice DIGEST");
    let all = ["mint", "--scope=b", "--scope", "a", "--rate=60/min", "--expires", "90d"];
    let (other, record) = mint(&[&all[..], &["--name=bob"]].concat());
    assert_eq!(record, "bob DIGEST scopes=a,b expires=1970-04-01 rate=60/min");
    assert_ne!(key, other);
    let (_, record) = mint(&["mint", "--name", "a", "--expires", "2027-01-31"]);
    assert_eq!(record, "a DIGEST expires=2027-01-31");
}

#[test]
fn mistakes_say_what_to_write() {
    for (args, part) in [
        (&[][..], "`notes keys mint --name alice`"),
        (&["mimt"], "`keys mint`"),
        (&["revoke"], "`keys mint` or `keys hash`"),
        (&["mint"], "`--name` is missing"),
        (&["mint", "--name"], "`--name alice`"),
        (&["mint", "--name", "a b"], "letters, digits"),
        (&["mint", "--name=a", "--name=b"], "twice"),
        (&["mint", "--nmae", "alice"], "`--name`?"),
        (&["mint", "--name=a", "--scope", "a,b"], "no scope"),
        (&["mint", "--name=a", "--scope"], "`--scope notes:read`"),
        (&["mint", "--name=a", "--rate=60"], "\"60/min\""),
        (&["mint", "--name=a", "--expires=soon"], "90d"),
        (&["mint", "alice"], "try `notes --help`"),
        (&["hash", "hunter2"], "reads the key from stdin"),
    ] {
        let error = parse(args).unwrap_err().to_string();
        assert!(error.contains(part) && !error.contains("hunter2"), "{args:?}: {error}");
    }
    for args in [&["--help"][..], &["mint", "-h"], &["hash", "--help"]] {
        assert_eq!(parse(args).unwrap(), None);
    }
    let past = parse(&["mint", "--name=a", "--expires=1970-01-01"]).unwrap().unwrap();
    let error = past.run(UNIX_EPOCH + Duration::from_hours(24)).unwrap_err();
    assert!(error.to_string().contains("past"), "{error}");
}

#[test]
fn one_key_is_hashed() {
    let key = "alice-key-0000000000000000";
    let longest = "k".repeat(LONGEST);
    for end in ["", "\n", "\r\n"] {
        assert_eq!(hash(format!("{key}{end}").as_bytes()).unwrap(), KeyDigest::of(key));
        let digest = hash(format!("{longest}{end}").as_bytes()).unwrap();
        assert_eq!(digest, KeyDigest::of(&longest));
    }
    for (input, part) in [
        ("", "fewer than 16"),
        ("hunter2\n", "fewer than 16"),
        ("hunter2-hunter2-hunter2\nhunter2", "one line"),
        ("hunter2 hunter2 hunter2\n", "printable ASCII"),
        ("hünter2-hünter2-hünter2\n", "printable ASCII"),
        (&"hunter2".repeat(1_000), "4096"),
    ] {
        let error = hash(input.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(part) && !error.contains("hunter2"), "{input}: {error}");
    }
}
