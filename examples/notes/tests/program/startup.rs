use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::process::{Program, Scratch};

fn search(query: &str) -> Value {
    json!({
        "jsonrpc": "2.0", "id": 1, "method": "tools/call",
        "params": {
            "name": "search", "arguments": { "query": query },
            "_meta": {
                "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                "io.modelcontextprotocol/clientCapabilities": {},
            },
        },
    })
}

fn entries(folder: &Path) -> usize {
    std::fs::read_dir(folder).expect("the folder is there").count()
}

#[test]
fn a_run_without_settings_leaves_nothing_behind() {
    let folder = Scratch::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_notes"));
    command.current_dir(folder.path()).env_remove("NOTES_DIR").env_remove("NOTES_DB");
    for variable in ["HOME", "TMPDIR"] {
        command.env(variable, folder.path());
    }
    let mut program = Program::spawn(&mut command);
    let answer = program.ask(&search("anything"));
    assert!(answer["result"]["structuredContent"]["hits"].is_array(), "{answer}");
    let (status, ..) = program.finish();
    assert!(status.success());
    assert_eq!(entries(folder.path()), 0);
}

#[test]
fn nothing_is_read_before_the_first_call() {
    let folder = Scratch::new();
    folder.write("a.md", "# Apples");
    let program = Program::start(&[], &[("NOTES_DIR", folder.path())]);
    let (status, rest, log) = program.finish();
    assert!(status.success());
    assert!(rest.is_empty() && !log.contains("indexed"), "{rest}{log}");
}

#[test]
fn a_database_file_outlives_the_program_and_is_shared() {
    let (folder, database) = (Scratch::new(), Scratch::new());
    folder.write("a.md", "# Apples\n\nRed or green.");
    let file = database.path().join("notes.db");
    let variables = [("NOTES_DIR", folder.path()), ("NOTES_DB", file.as_path())];
    // Four at once on a file that is not there yet.
    let mut programs: Vec<_> = (0..4).map(|_| Program::start(&[], &variables)).collect();
    for program in &mut programs {
        let answer = program.ask(&search("apples"));
        let hits = &answer["result"]["structuredContent"]["hits"];
        assert_eq!(hits.as_array().map(Vec::len), Some(1), "{answer}");
    }
    for program in programs {
        assert!(program.finish().0.success());
    }
    let mut again = Program::start(&[], &variables);
    again.ask(&search("apples"));
    let (_, _, log) = again.finish();
    assert!(log.contains("unchanged: 1"), "{log}");
}

#[test]
fn what_is_wrong_is_said_in_one_line() {
    let folder = Scratch::new();
    folder.write("text.db", "this is not a database, and long enough to be looked at as one");
    let (text, missing) = (folder.path().join("text.db"), folder.path().join("missing"));
    for (variable, path, hint) in [
        ("NOTES_DIR", missing.as_path(), "not a folder that can be read"),
        ("NOTES_DB", text.as_path(), "choose another file with NOTES_DB"),
        ("NOTES_DB", folder.path(), "choose another file with NOTES_DB"),
    ] {
        let (status, _, log) = Program::start(&[], &[(variable, path)]).finish();
        assert_eq!(status.code(), Some(1), "{log}");
        assert!(log.contains(hint) && log.lines().count() == 1, "{log}");
    }
}
