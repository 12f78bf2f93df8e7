//! Whatever the file holds, it resolves or the mistake has a line.

use proptest::prelude::*;

use super::with;

/// What files are made of, in no order.
const PIECES: &[&str] = &[
    "[",
    "]",
    "[[",
    "{",
    "}",
    "\"",
    "\"\"\"",
    "'",
    "=",
    " = ",
    ".",
    ",",
    "\n",
    "\r\n",
    "#",
    "\\",
    "\\u00",
    "\u{feff}",
    "\0",
    "é",
    "defaults",
    "server",
    "tools",
    "pay",
    "search",
    "\"note.add\"",
    "[defaults]\n",
    "[server]\n",
    "[tools.pay]\n",
    "rate",
    "queue",
    "timeout",
    "concurrency",
    "cost = ",
    "budget = ",
    "\"off\"",
    "\"60/min\"",
    "\"$5/day\"",
    "\"€1\"",
    "\"10s\"",
    "4",
    "-1",
    "0x_",
    "1e9",
    "inf",
    "true",
    "1979-05-27",
    "99999999999999999999999999999999999999999",
];

fn check(text: &str) -> Result<(), TestCaseError> {
    let Err(mistakes) = with(text, &[]) else { return Ok(()) };
    let lines = text.split('\n').count();
    prop_assert!(mistakes.iter().next().is_some());
    for mistake in mistakes.iter().map(ToString::to_string) {
        let mut place = mistake.splitn(4, ':');
        prop_assert_eq!(place.next(), Some("mcp.toml"));
        let line: usize = place.next().expect("a line").parse().expect("a number");
        let column: usize = place.next().expect("a column").parse().expect("a number");
        prop_assert!((1..=lines).contains(&line) && column > 0, "{}", mistake);
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text(text in "(\\PC|\n|\t){0,200}") {
        check(&text)?;
    }

    #[test]
    fn any_pieces(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        check(&pieces.concat())?;
    }

    #[test]
    fn any_value(key in prop::sample::select(vec!["rate", "timeout", "cost", "queue", "x"]), value in "\\PC{0,20}") {
        check(&format!("[tools.pay]\n{key} = {value}\n"))?;
        check(&format!("[tools.pay]\n{key} = {value:?}\n"))?;
    }
}

#[test]
fn deep_nesting() {
    for text in
        ["[".repeat(100_000), "a = ".to_owned() + &"[".repeat(100_000), "a.".repeat(100_000)]
    {
        assert!(with(&text, &[]).is_err());
    }
}
