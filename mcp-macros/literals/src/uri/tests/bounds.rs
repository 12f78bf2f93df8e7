//! The longest URIs, for the templates with the most ways to read them. Whoever tried each of these
//! would not be done in a lifetime.

use crate::uri::{LONGEST_URI, MOST_VARIABLES, Pattern, Uri, Value};

/// A template of as many variables as there may be.
fn most(piece: &str) -> String {
    let names = ('a'..='z').take(MOST_VARIABLES);
    names.map(|name| piece.replace('$', &name.to_string())).collect()
}

fn longest(piece: &str, end: &str) -> Uri {
    let room = LONGEST_URI - "n:".len() - end.len();
    Uri::parse(&format!("n:{}{end}", piece.repeat(room / piece.len()))).expect("it is not too long")
}

#[test]
fn what_does_not_fit_is_told_in_time() {
    for (template, piece, end) in [
        (format!("n:{}!", most("{$}-")), "-", ""),
        (format!("n:{}!", most("{$}a")), "a", "a"),
        (format!("n:{}!", most("{$}aaaaaaaaaaaaaaaaaaaaaaa")), "a", ""),
        (format!("n:{}!", most("{;$}")), ";a=", ""),
        (format!("n:{}!", most("{.$}")), ".a", ""),
        (format!("n:{}!", most("{/$}")), "/", ""),
        (format!("n:{{/q*}}/{}!", most("{$}-").replace("{p}-", "")), "/-", ""),
    ] {
        let pattern = Pattern::parse(&template).expect("its URIs can be read");
        assert_eq!(pattern.matches(&longest(piece, end)), Ok(None), "{template}");
    }
}

#[test]
fn what_fits_is_read_in_time() {
    let pattern = Pattern::parse(&format!("n:{}!", most("{$}-"))).expect("its URIs can be read");
    let values = pattern.matches(&longest("a-", "!")).expect("it may be read").expect("it fits");
    let rest: Vec<_> =
        values.iter().skip(1).map(|value| value == &Some(Value::from("a"))).collect();
    assert_eq!((values.len(), rest), (MOST_VARIABLES, vec![true; MOST_VARIABLES - 1]));
}
