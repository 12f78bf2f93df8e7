//! What it costs to read a message: framing, JSON, the envelope.
//!
//! Notifications of an unknown kind are read in full and then forgotten, so
//! nothing else is in the figure.

#[allow(dead_code, unused_imports)] // each benchmark uses a part of it
mod support;

use criterion::Criterion;
use mcp_runtime::Server;
use support::{Era, Group, Wire, notification};

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let mut wire = Wire::connect(Server::builder("bench", "1.0.0").tools([]), Era::Modern);
    let mut group = Group::new(&mut criterion, "parse");
    for (name, params) in [
        ("no parameters", String::new()),
        ("200 bytes", members(4)),
        ("4 KiB", members(80)),
        ("one text of 64 KiB", format!(r#""text":"{}""#, "lorem ipsum ".repeat(5461))),
        ("escapes in 4 KiB", format!(r#""text":"{}""#, r#"a\n\"b\" \u00e9"#.repeat(256))),
        ("nested 100 deep", format!(r#""deep":{}1{}"#, "[".repeat(100), "]".repeat(100))),
    ] {
        group.notifications(name, &mut wire, &notification(&params));
    }
    drop(group);
    criterion.final_summary();
}

fn members(count: usize) -> String {
    let members: Vec<String> =
        (0..count).map(|n| format!(r#""member_{n:02}":{{"key":"value {n}","n":{n}.5}}"#)).collect();
    members.join(",")
}
