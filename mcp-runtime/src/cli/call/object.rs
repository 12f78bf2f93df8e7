//! A JSON object on the command line, in a file, or on stdin.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde_json::{Map, Value};

use crate::error::{Error, Result};

/// Above the largest message that any transport takes by default.
const LARGEST: u64 = 64 << 20;

pub(super) fn read(written: &str) -> Result<Map<String, Value>> {
    match written.strip_prefix('@') {
        Some(path) => {
            let text = File::open(path).and_then(bounded);
            parse(&text.map_err(|error| problem(path, &error.to_string()))?, path)
        }
        None if written == "-" => {
            let text = bounded(io::stdin().lock());
            parse(&text.map_err(|error| problem("stdin", &error.to_string()))?, "stdin")
        }
        None if Path::new(written).is_file() => Err(problem(
            "the arguments",
            &format!("no JSON object, but the name of a file: to read it, write `@{written}`"),
        )),
        None => parse(written, "the arguments"),
    }
}

fn bounded(input: impl Read) -> io::Result<String> {
    let mut text = String::new();
    if input.take(LARGEST + 1).read_to_string(&mut text)? as u64 > LARGEST {
        return Err(io::Error::other("more than 64 MiB"));
    }
    Ok(text)
}

fn parse(text: &str, place: &str) -> Result<Map<String, Value>> {
    serde_json::from_str(text).map_err(|error| {
        // The text may hold a secret, so it is not repeated.
        let tip =
            "write one JSON object, such as '{\"city\": \"Oslo\"}', @FILE to read it from a file, or \
             flags, such as --city Oslo";
        problem(place, &format!("no JSON object ({error}): {tip}"))
    })
}

fn problem(place: &str, what: &str) -> Error {
    Error::Usage(format!("{place}: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_object_is_taken_and_nothing_of_it_repeated() {
        assert_eq!(read("{\"a\": 1}").unwrap()["a"], 1);
        for wrong in ["", "[1]", "secret", "{\"a\": secret}", "{} {}"] {
            let message = read(wrong).unwrap_err().to_string();
            assert!(message.contains("write one JSON object"), "{message}");
            assert!(!message.contains("secret"), "{message}");
        }
        let file = std::env::current_exe().unwrap().display().to_string();
        let message = read(&file).unwrap_err().to_string();
        assert!(message.ends_with(&format!("to read it, write `@{file}`")), "{message}");
        assert!(read("@/nowhere/at/all").unwrap_err().to_string().starts_with("/nowhere/at/all: "));
    }
}
