use std::time::UNIX_EPOCH;

use super::*;
use crate::auth::KeyRecord;

fn parse(args: &[&str]) -> Result<ArgMatches, clap::Error> {
    command().try_get_matches_from([&["keys"], args].concat())
}

/// What `keys mint` prints on this day.
fn minted(args: &[&str], now: SystemTime) -> Result<String> {
    let matches = parse(&[&["mint"], args].concat());
    let matches = matches.map_err(|error| Error::Usage(error.to_string()))?;
    mint(matches.subcommand().expect("a verb").1, now)
}

#[test]
fn a_minted_key_is_printed_with_its_record() {
    let now = UNIX_EPOCH + Duration::from_hours(24);
    let mint = |args: &[&str]| {
        let text = minted(args, now).unwrap();
        let (key, record) = text.split_once('\n').unwrap();
        let record: KeyRecord = record.parse().unwrap();
        assert_eq!(record.digest(), &KeyDigest::of(key));
        assert_eq!(key.len(), "mcp_".len() + 43);
        (key.to_owned(), record.to_string().replace(&record.digest().to_string(), "DIGEST"))
    };
    let (key, record) = mint(&["--name", "alice"]);
    assert_eq!(record, "alice DIGEST");
    let all = ["--scope=b", "--scope", "a", "--rate=60/min", "--expires", "90d"];
    let (other, record) = mint(&[&all[..], &["--name=bob"]].concat());
    assert_eq!(record, "bob DIGEST scopes=a,b expires=1970-04-01 rate=60/min");
    assert_ne!(key, other);
    let (_, record) = mint(&["--name", "a", "--expires", "2027-01-31"]);
    assert_eq!(record, "a DIGEST expires=2027-01-31");
}

#[test]
fn mistakes_say_what_to_write() {
    for (args, part) in [
        (&[][..], "--name <NAME>"),
        (&["--name", "a b"], "letters, digits"),
        (&["--name=a", "--name=b"], "multiple times"),
        (&["--nmae", "alice"], "'--name'"),
        (&["--name=a", "--scope", "a,b"], "no scope"),
        (&["--name=a", "--scope"], "a value is required"),
        (&["--name=a", "--rate=60"], "\"60/min\""),
        (&["--name=a", "--expires=soon"], "90d"),
        (&["alice"], "unexpected argument 'alice'"),
    ] {
        let error = minted(args, UNIX_EPOCH).unwrap_err().to_string();
        assert!(error.contains(part), "{args:?}: {error}");
    }
    let now = UNIX_EPOCH + Duration::from_hours(24);
    let error = minted(&["--name=a", "--expires=1970-01-01"], now).unwrap_err();
    assert!(error.to_string().contains("past"), "{error}");
}

#[test]
fn what_may_be_a_key_is_not_repeated() {
    for args in [&["hash", "hunter2"][..], &["hash", "hunter2", "--json"]] {
        let error = run(&parse(args).unwrap()).unwrap_err().to_string();
        assert!(
            error.contains("reads the key from stdin") && !error.contains("hunter2"),
            "{error}"
        );
    }
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
