use serde_json::{Value, json};

use super::{Folder, run};

#[test]
fn resources_and_templates_are_read_by_their_uris() {
    assert_eq!(run(&["read", "docs://readme"]).ends(0), "# Read me\n");
    assert_eq!(run(&["read", "log://7/a%20b?lines=2"]).ends(0), "7 a b Some(2)\n");
    let json: Value =
        serde_json::from_str(&run(&["read", "--json", "docs://readme"]).ends(0)).expect("JSON");
    let contents =
        json!([{"uri": "docs://readme", "mimeType": "text/markdown", "text": "# Read me"}]);
    assert_eq!(json, contents);
}

#[test]
fn bytes_go_to_a_file() {
    let folder = Folder::new("read-bytes");
    let out = folder.file("logo.png");
    let read = run(&["read", "docs://logo", "--out", &out]);
    assert!(read.stderr.contains("image/png, 4 bytes"), "{}", read.stderr);
    assert_eq!(read.ends(0), "");
    assert_eq!(std::fs::read(&out).unwrap(), [137, 80, 78, 71]);
    let read = run(&["read", "docs://logo"]);
    assert!(read.stderr.contains("add --out FILE"), "{}", read.stderr);
}

#[test]
fn the_code_tells_how_it_ended() {
    for (args, code, part) in [
        (&["read", "docs://readm"][..], 1, "Did you mean docs://readme?"),
        (&["read", "log://7/none"], 1, "NOT_FOUND: "),
        (&["read", "log://32/a"], 1, "/day: expected an integer from 1 to 31, got 32"),
        (&["read", "no uri"], 1, "INVALID_INPUT: "),
        (&["read"], 2, "<URI>"),
        (&["read", "docs://readme", "--polcy", "x"], 2, "--policy"),
    ] {
        let ran = run(args);
        assert!(ran.stderr.contains(part), "{args:?}: {}", ran.stderr);
        assert_eq!(ran.ends(code), "", "{args:?}");
    }
    let help = run(&["read", "--help"]).ends(0);
    assert!(help.contains("process-fixture read 'log://{day}/{entry}{?lines}'"), "{help}");
}
