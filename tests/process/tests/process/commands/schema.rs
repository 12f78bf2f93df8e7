use serde_json::{Value, json};

use super::{Folder, run};

/// The lock of the fixture as it is, edited so that the fixture has changed since.
fn lock(folder: &Folder, edit: impl FnOnce(&mut Value)) -> String {
    let file = folder.file("tools.lock.json");
    assert!(run(&["schema", "--lock", &file]).ends(0).contains("commit it"));
    let mut lock: Value = serde_json::from_str(&folder.read("tools.lock.json")).unwrap();
    edit(&mut lock);
    std::fs::write(&file, lock.to_string()).unwrap();
    file
}

fn named<'a>(lock: &'a mut Value, kind: &str, name: &str) -> &'a mut Value {
    let all = lock[kind].as_array_mut().unwrap();
    all.iter_mut().find(|one| one["name"] == name).unwrap()
}

#[test]
fn it_prints_all_tools_or_one() {
    let all: Value = serde_json::from_str(&run(&["schema"]).ends(0)).expect("JSON");
    let names = |kind: &str| -> Vec<&str> {
        all[kind].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
    };
    let tools = names("tools");
    assert!(tools.is_sorted() && tools.contains(&"forecast"), "{tools:?}");
    assert_eq!(names("prompts"), ["review", "talk", "wait"]);
    assert_eq!(names("resources"), ["entry", "logo", "readme"]);
    let one: Value = serde_json::from_str(&run(&["schema", "forecast"]).ends(0)).expect("JSON");
    assert!(all["tools"].as_array().unwrap().contains(&one));
    assert_eq!(one["inputSchema"]["properties"]["days"]["maximum"], 14);
    let entry: Value = serde_json::from_str(&run(&["schema", "entry"]).ends(0)).expect("JSON");
    assert_eq!(entry["uriTemplate"], "log://{day}/{entry}{?lines}");
    assert_eq!(entry["mimeType"], "text/plain");
    assert_eq!(entry["inputSchema"]["properties"]["day"]["maximum"], 31);
    let unknown = run(&["schema", "forecst"]);
    assert!(unknown.stderr.contains("did you mean `forecast`?"), "{}", unknown.stderr);
    unknown.ends(1);
}

#[test]
fn a_lock_that_is_true_passes_and_is_written_once() {
    let folder = Folder::new("schema-same");
    let file = folder.file("tools.lock.json");
    assert!(run(&["schema", "--lock", &file]).ends(0).contains("wrote"));
    assert!(run(&["schema", "--lock", &file]).ends(0).contains("unchanged"));
    assert_eq!(run(&["schema", "--check", &file]).ends(0), "no changes\n");
}

#[test]
fn a_file_of_somebody_else_is_not_overwritten() {
    let folder = Folder::new("schema-foreign");
    let file = folder.file("Cargo.toml");
    for text in ["[package]\n", "{\"tools\": []}"] {
        std::fs::write(&file, text).unwrap();
        let refused = run(&["schema", "--lock", &file]);
        assert!(refused.stderr.contains("something else than a lock"), "{}", refused.stderr);
        refused.ends(1);
        assert_eq!(folder.read("Cargo.toml"), text);
    }
}

#[test]
fn a_breaking_change_fails_and_says_what_to_do() {
    let folder = Folder::new("schema-breaking");
    let file = lock(&folder, |lock| {
        let tool = named(lock, "tools", "forecast");
        tool["inputSchema"]["properties"]["days"]["maximum"] = json!(30);
        tool["inputSchema"]["properties"]["hours"] = json!({"type": "integer"});
        tool["annotations"]["idempotentHint"] = json!(true);
    });
    let said = run(&["schema", "--check", &file]).ends(1);
    for part in [
        "breaking:\n",
        "  tool forecast /inputSchema/properties/days: `maximum` changed from 30 to 14; keep the old bound",
        "  tool forecast /inputSchema/properties/hours: `hours` was removed, and unknown members are refused; keep it",
        "  tool forecast /annotations/idempotentHint: `idempotentHint` changed from true to false; ",
        "3 breaking changes",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
    let json: Value =
        serde_json::from_str(&run(&["schema", "--check", &file, "--json"]).ends(1)).expect("JSON");
    assert_eq!(json["breaking"], true);
    assert_eq!(json["changes"].as_array().unwrap().len(), 3);
    assert_eq!(json["changes"][0]["pointer"], "/inputSchema/properties/days");
    assert_eq!(json["changes"][0]["tool"], "forecast");
}

#[test]
fn a_tool_that_becomes_a_task_for_all_breaks() {
    let errand: Value = serde_json::from_str(&run(&["schema", "errand"]).ends(0)).expect("JSON");
    assert_eq!(errand["task"], "required");
    let folder = Folder::new("schema-task");
    for before in [None, Some("optional")] {
        let file = lock(&folder, |lock| {
            let errand = named(lock, "tools", "errand").as_object_mut().unwrap();
            assert_eq!(errand.remove("task"), Some(json!("required")));
            errand.extend(before.map(|task| ("task".to_owned(), json!(task))));
        });
        let said = run(&["schema", "--check", &file]).ends(1);
        let part = "  tool errand /task: it is only for clients with the extension \
                    io.modelcontextprotocol/tasks now";
        assert!(said.contains(part) && said.contains("1 breaking change;"), "{said}");
    }
    let file = lock(&folder, |lock| {
        named(lock, "tools", "add")["task"] = json!("optional");
    });
    let said = run(&["schema", "--check", &file]).ends(0);
    assert!(said.contains("  tool add /task: "), "{said}");
}

#[test]
fn an_addition_passes_and_is_noted() {
    let folder = Folder::new("schema-additive");
    let file = lock(&folder, |lock| {
        let tool = named(lock, "tools", "forecast");
        tool["inputSchema"]["properties"].as_object_mut().unwrap().remove("unit");
        tool["description"] = json!("Before.");
    });
    let said = run(&["schema", "--check", &file]).ends(0);
    assert!(said.contains("`unit` was added, and may be left out\n"), "{said}");
    assert!(said.contains("tool forecast /description: the description changed\n"), "{said}");
    assert!(said.contains("nothing breaks"), "{said}");
}

#[test]
fn a_file_that_is_none_says_what_to_type() {
    let folder = Folder::new("schema-none");
    let file = folder.file("tools.lock.json");
    let missing = run(&["schema", "--check", &file]);
    assert!(
        missing.stderr.contains(&format!("write it with `schema --lock {file}`")),
        "{}",
        missing.stderr
    );
    missing.ends(1);
    for (text, part) in
        [("{", "is no lock file"), ("{}", "is no lock file"), ("{\"lockVersion\": 2}", "newer")]
    {
        std::fs::write(&file, text).unwrap();
        let wrong = run(&["schema", "--check", &file]);
        assert!(wrong.stderr.contains(part), "{}", wrong.stderr);
        wrong.ends(1);
    }
    let unsaid = run(&["schema", "--check"]);
    assert!(unsaid.stderr.contains("write `--check tools.lock.json`"), "{}", unsaid.stderr);
}

#[test]
fn prompts_and_resources_are_kept_too() {
    let folder = Folder::new("schema-kinds");
    let file = lock(&folder, |lock| {
        lock["prompts"].as_array_mut().unwrap().push(json!({"name": "gone"}));
        let review = named(lock, "prompts", "review");
        review["inputSchema"]["required"] = json!([]);
        review["inputSchema"]["properties"].as_object_mut().unwrap().remove("diff");
        named(lock, "resources", "readme")["uri"] = json!("docs://before");
        named(lock, "resources", "logo")["mimeType"] = json!("image/gif");
        let entry = named(lock, "resources", "entry");
        entry["inputSchema"]["properties"].as_object_mut().unwrap().remove("lines");
    });
    let said = run(&["schema", "--check", &file]).ends(1);
    for part in [
        "  prompt gone: the prompt was removed; keep it, and say in its description what replaces it\n",
        "  prompt review /inputSchema/properties/diff: ",
        "  resource readme /uri: the URI changed from \"docs://before\" to \"docs://readme\"; keep a resource",
        "  resource logo /mimeType: the MIME type changed from \"image/gif\" to \"image/png\"; keep it",
        "  resource entry /inputSchema/properties/lines: `lines` was added, and may be left out\n",
        "4 breaking changes",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
    let json: Value =
        serde_json::from_str(&run(&["schema", "--check", &file, "--json"]).ends(1)).expect("JSON");
    let of = |kind: &str| {
        json["changes"].as_array().unwrap().iter().filter(|one| one[kind].is_string()).count()
    };
    assert_eq!((of("tool"), of("prompt"), of("resource")), (0, 2, 3));
}

#[test]
fn methods_are_kept_too() {
    let one: Value =
        serde_json::from_str(&run(&["schema", "com.example/search"]).ends(0)).expect("JSON");
    assert_eq!(one["extension"], "com.example/looks");
    assert_eq!(one["outputSchema"]["properties"]["names"]["type"], "array");
    let folder = Folder::new("schema-methods");
    let file = lock(&folder, |lock| {
        let search = named(lock, "methods", "com.example/search");
        assert_eq!(*search, one);
        search.as_object_mut().unwrap().remove("extension");
        search["inputSchema"]["properties"]["limit"]["maximum"] = json!(200);
        search["outputSchema"]["properties"]["names"]["minItems"] = json!(1);
        lock["methods"].as_array_mut().unwrap().push(json!({"name": "com.example/gone"}));
    });
    let said = run(&["schema", "--check", &file]).ends(1);
    for part in [
        "  method com.example/gone: the method was removed; ",
        "  method com.example/search /extension: it is only for clients with the extension \
         com.example/looks now; ",
        "  method com.example/search /inputSchema/properties/limit: ",
        "  method com.example/search /outputSchema/properties/names: ",
        "4 breaking changes",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
}

/// It was written before the server had any.
#[test]
fn a_lock_of_tools_alone_is_one() {
    let folder = Folder::new("schema-older");
    let file = lock(&folder, |lock| {
        lock.as_object_mut().unwrap().remove("prompts");
        lock.as_object_mut().unwrap().remove("resources");
        lock.as_object_mut().unwrap().remove("methods");
    });
    let said = run(&["schema", "--check", &file]).ends(0);
    assert!(said.contains("  prompt review: the prompt was added\n"), "{said}");
    assert!(said.contains("  resource readme: the resource was added\n"), "{said}");
    assert!(said.contains("  method com.example/search: the method was added\n"), "{said}");
}
