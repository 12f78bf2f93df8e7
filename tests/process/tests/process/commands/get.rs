use serde_json::{Value, json};

use super::{Folder, run, run_with};

#[test]
fn arguments_are_flags_or_an_object() {
    let said = "3 strict remarks for None: +1\n";
    for args in [
        &["get", "review", "--diff", "+1", "--most", "3", "--tone", "strict"][..],
        &["get", "review", "{\"diff\": \"+1\", \"most\": 3}", "--tone=strict"],
        &[
            "get",
            "review",
            "{\"diff\": \"+1\", \"most\": \"3\", \"tone\": \"strict\", \"author\": null}",
        ],
    ] {
        assert_eq!(run(args).ends(0), said, "{args:?}");
    }
    let stdin = run_with(&["get", "review", "-"], &[], "{\"diff\": \"7\"}");
    assert_eq!(stdin.ends(0), "10 calm remarks for None: 7\n");
}

#[test]
fn several_messages_say_whose_they_are() {
    let folder = Folder::new("get-messages");
    let out = folder.file("picture.png");
    let talk = run(&["get", "talk", "--out", &out]);
    assert!(talk.stderr.contains("image/png, 4 bytes"), "{}", talk.stderr);
    assert_eq!(talk.ends(0), "user:\nWhat is this?\nuser:\nassistant:\nA picture.\n");
    assert_eq!(std::fs::read(&out).unwrap(), [137, 80, 78, 71]);
    let json: Value = serde_json::from_str(&run(&["get", "talk", "--json"]).ends(0)).expect("JSON");
    assert_eq!(
        json[0],
        json!({"role": "user", "content": {"type": "text", "text": "What is this?"}})
    );
}

#[test]
fn a_prompt_explains_itself() {
    let help = run(&["get", "review", "--help"]).ends(0);
    for part in [
        "Reviews a change.",
        "--diff <TEXT>",
        "The change as a diff. [required]",
        "an integer from 1 to 50; default: 10",
        "[possible values: kind, strict]",
    ] {
        assert!(help.contains(part), "{part} in {help}");
    }
    let help = run(&["get", "--help"]).ends(0);
    assert!(help.contains("process-fixture get review --diff TEXT\n"), "{help}");
}

#[test]
fn the_code_tells_how_it_ended() {
    for (args, code, part) in [
        (&["get", "wait"][..], 75, "UPSTREAM: the service is busy\nretryAfter: 2 s\nrequestId: "),
        (
            &["get", "review", "--diff", "x", "--most", "51"],
            1,
            "INVALID_INPUT: 1 argument is invalid: /most: expected an integer from 1 to 50, got 51\n",
        ),
        // A text that is too short is one, though it looks like a number.
        (
            &["get", "review", "--diff", "x", "--author", "12"],
            1,
            "/author: expected a string of at least 3 characters, got \"12\"",
        ),
        (&["get", "review"], 2, "--diff <TEXT>"),
        (&["get", "reviw"], 2, "no prompt `reviw`: did you mean `review`?"),
        (&["get", "forecast"], 2, "no prompt `forecast`: `prompts` lists those there are"),
        (&["get"], 2, "which prompt? Write `process-fixture get PROMPT`"),
        (&["get", "review", "--diff", "x", "--most", "ten"], 2, "write a whole number"),
    ] {
        let ran = run(args);
        assert!(ran.stderr.contains(part), "{args:?}: {}", ran.stderr);
        assert_eq!(ran.ends(code), "", "{args:?}");
    }
    let folder = Folder::new("get-policy");
    let policy = folder.file("mcp.toml");
    std::fs::write(&policy, "[prompts.talk]\nenabled = false\n").unwrap();
    let gone = run(&["get", "talk", "--policy", &policy]);
    assert!(gone.stderr.contains("`talk` is switched off by the policy"), "{}", gone.stderr);
    gone.ends(2);
}
