use serde_json::{Value, json};

use super::*;

fn tools(all: &[Value]) -> Entries {
    of(Kind::Tool, all)
}

fn of(kind: Kind, all: &[Value]) -> Entries {
    all.iter().map(|one| (kind, one.clone())).collect()
}

fn forecast() -> Value {
    json!({
        "name": "forecast",
        "inputSchema": {"type": "object", "properties": {"city": {"type": "string"}}, "additionalProperties": false},
        "annotations": {"readOnlyHint": true},
        "auth": ["weather:read"],
    })
}

/// The levels and pointers of what changes when `edit` is done to a tool.
#[track_caller]
fn says(edit: impl FnOnce(&mut Value), expected: &[(Level, &str)]) {
    says_of(Kind::Tool, &forecast(), edit, expected);
}

#[track_caller]
fn says_of(kind: Kind, old: &Value, edit: impl FnOnce(&mut Value), expected: &[(Level, &str)]) {
    let mut new = old.clone();
    edit(&mut new);
    let changes = between(&of(kind, std::slice::from_ref(old)), &of(kind, &[new]));
    let said: Vec<(Level, &str)> =
        changes.iter().map(|one| (one.change.level, &*one.change.pointer)).collect();
    assert_eq!(said, expected, "{changes:#?}");
    for Changed { change, .. } in &changes {
        assert_eq!(change.instead.is_empty(), change.level == Level::Note, "{change:?}");
    }
}

#[test]
fn nothing_changes_by_itself() {
    says(|_| {}, &[]);
}

#[test]
fn tools_come_and_go() {
    let changes = between(&tools(&[forecast()]), &tools(&[json!({"name": "weather"})]));
    let said: Vec<_> = changes.iter().map(|one| (&*one.name, one.change.level)).collect();
    assert_eq!(said, [("forecast", Level::Breaking), ("weather", Level::Note)]);
}

#[test]
fn hints_that_clients_trust_are_kept() {
    says(|tool| tool["annotations"] = json!({}), &[(Level::Breaking, "/annotations/readOnlyHint")]);
    says(
        |tool| tool["annotations"]["idempotentHint"] = true.into(),
        &[(Level::Note, "/annotations/idempotentHint")],
    );
    says(
        |tool| tool["annotations"]["openWorldHint"] = false.into(),
        &[(Level::Note, "/annotations/openWorldHint")],
    );
}

#[test]
fn more_may_call_it_and_fewer_may_not() {
    for (auth, level) in [
        (json!("public"), Level::Note),
        (json!([]), Level::Note),
        (json!(["weather:read", "weather:all"]), Level::Breaking),
        (json!(["weather:all"]), Level::Breaking),
    ] {
        says(|tool| tool["auth"] = auth, &[(level, "/auth")]);
    }
    let mut open = forecast();
    open["auth"] = json!("public");
    let closed = between(&tools(&[open]), &tools(&[forecast()]));
    assert_eq!(closed[0].change.level, Level::Breaking);
    assert_eq!(
        closed[0].change.what,
        "it is for whoever has weather:read now, and was for everybody"
    );
}

#[test]
fn a_tool_that_is_a_task_for_all_breaks_those_who_cannot_follow() {
    let all = [Value::Null, json!("optional"), json!("required")];
    for (before, after, level) in [
        (0, 1, Level::Note),
        (0, 2, Level::Breaking),
        (1, 0, Level::Note),
        (1, 2, Level::Breaking),
        (2, 0, Level::Note),
        (2, 1, Level::Note),
    ] {
        let [before, after] = [before, after].map(|index| {
            let mut tool = forecast();
            if !all[index].is_null() {
                tool["task"] = all[index].clone();
            }
            tools(&[tool])
        });
        let changes = between(&before, &after);
        let said: Vec<_> =
            changes.iter().map(|it| (it.change.level, &*it.change.pointer)).collect();
        assert_eq!(said, [(level, "/task")], "{before:?} {after:?}");
        let Change { what, instead, .. } = &changes[0].change;
        if level == Level::Breaking {
            assert!(what.contains("io.modelcontextprotocol/tasks"), "{what}");
            assert!(instead.contains("`task`"), "{instead}");
        }
        assert!(between(&before, &before).is_empty() && between(&after, &after).is_empty());
    }
}

#[test]
fn results_keep_their_schema() {
    let (mut old, new) = (forecast(), forecast());
    old["outputSchema"] = json!({"type": "object"});
    let (old, new) = (tools(&[old]), tools(&[new]));
    assert_eq!(between(&old, &new)[0].change.level, Level::Breaking);
    assert_eq!(between(&new, &old)[0].change.level, Level::Note);
}

#[test]
fn words_are_noted() {
    says(|tool| tool["description"] = "Anew.".into(), &[(Level::Note, "/description")]);
}

fn review() -> Value {
    json!({
        "name": "review",
        "inputSchema": {"type": "object", "additionalProperties": false, "required": ["diff"], "properties": {
            "diff": {"type": "string"},
            "most": {"type": "integer", "minimum": 1, "maximum": 50, "default": 10},
            "tone": {"type": "string", "enum": ["kind", "strict"]},
        }},
    })
}

#[test]
fn prompts_keep_taking_what_they_took() {
    let says = |edit: fn(&mut Value), expected: &[(Level, &str)]| {
        says_of(Kind::Prompt, &review(), edit, expected);
    };
    says(|_| {}, &[]);
    says(
        |prompt| {
            prompt["inputSchema"]["properties"]["to"] = json!({"type": "string"});
            prompt["inputSchema"]["required"] = json!(["diff", "to"]);
        },
        &[(Level::Breaking, "/inputSchema/properties/to")],
    );
    says(
        |prompt| prompt["inputSchema"]["properties"]["to"] = json!({"type": "string"}),
        &[(Level::Note, "/inputSchema/properties/to")],
    );
    says(
        |prompt| {
            prompt["inputSchema"]["properties"].as_object_mut().unwrap().remove("most");
        },
        &[(Level::Breaking, "/inputSchema/properties/most")],
    );
    says(
        |prompt| prompt["inputSchema"]["required"] = json!(["diff", "tone"]),
        &[(Level::Breaking, "/inputSchema/properties/tone")],
    );
    says(
        |prompt| prompt["inputSchema"]["required"] = json!([]),
        &[(Level::Note, "/inputSchema/properties/diff")],
    );
    says(
        |prompt| prompt["inputSchema"]["properties"]["tone"]["enum"] = json!(["kind"]),
        &[(Level::Breaking, "/inputSchema/properties/tone")],
    );
    says(
        |prompt| prompt["inputSchema"]["properties"]["most"]["maximum"] = json!(99),
        &[(Level::Note, "/inputSchema/properties/most")],
    );
    says(|prompt| prompt["title"] = "Review".into(), &[(Level::Note, "/title")]);
    says(|prompt| prompt["auth"] = json!(["code:read"]), &[(Level::Breaking, "/auth")]);
}

fn note() -> Value {
    json!({
        "name": "note",
        "uriTemplate": "notes://{id}",
        "mimeType": "text/markdown",
        "inputSchema": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer", "maximum": 99}}},
    })
}

fn readme() -> Value {
    json!({"name": "readme", "uri": "docs://readme", "annotations": {"priority": 1}})
}

#[test]
fn resources_stay_where_they_were_and_what_they_were() {
    let note = |edit: fn(&mut Value), expected: &[(Level, &str)]| {
        says_of(Kind::Resource, &self::note(), edit, expected);
    };
    let readme = |edit: fn(&mut Value), expected: &[(Level, &str)]| {
        says_of(Kind::Resource, &self::readme(), edit, expected);
    };
    note(|_| {}, &[]);
    readme(|_| {}, &[]);
    readme(|it| it["uri"] = "docs://read-me".into(), &[(Level::Breaking, "/uri")]);
    note(|it| it["uriTemplate"] = "notes://{name}".into(), &[(Level::Breaking, "/uriTemplate")]);
    note(|it| *it = json!({"name": "note", "uri": "notes://1"}), &[(Level::Breaking, "/uri")]);
    readme(
        |it| *it = json!({"name": "readme", "uriTemplate": "docs://{name}"}),
        &[(Level::Breaking, "/uriTemplate")],
    );
    note(|it| it["mimeType"] = "text/plain".into(), &[(Level::Breaking, "/mimeType")]);
    note(
        |it| {
            it.as_object_mut().unwrap().remove("mimeType");
        },
        &[(Level::Breaking, "/mimeType")],
    );
    readme(|it| it["mimeType"] = "text/plain".into(), &[(Level::Note, "/mimeType")]);
    readme(|it| it["annotations"] = json!({}), &[(Level::Note, "/annotations")]);
    readme(|it| it["auth"] = json!([]), &[(Level::Breaking, "/auth")]);
    note(
        |it| it["inputSchema"]["properties"]["id"]["maximum"] = json!(9),
        &[(Level::Breaking, "/inputSchema/properties/id")],
    );
    note(
        |it| it["inputSchema"]["properties"]["id"]["maximum"] = json!(999),
        &[(Level::Note, "/inputSchema/properties/id")],
    );
}

/// Readers know a resource by its URI, operators by its name.
#[test]
fn a_resource_of_another_name_is_still_there() {
    says_of(
        Kind::Resource,
        &readme(),
        |it| it["name"] = "manual".into(),
        &[(Level::Note, "/name")],
    );
    let said = |old: &[Value], new: &[Value]| -> Vec<(String, Level, String)> {
        let changes = between(&of(Kind::Resource, old), &of(Kind::Resource, new));
        changes.into_iter().map(|one| (one.name, one.change.level, one.change.what)).collect()
    };
    let gone = said(&[readme()], &[note()]);
    assert_eq!(
        gone,
        [
            ("readme".to_owned(), Level::Breaking, "the resource was removed".to_owned()),
            ("note".to_owned(), Level::Note, "the resource was added".to_owned()),
        ]
    );
    // A tool of the same name does not take the place of a prompt.
    let (tool, prompt) = (of(Kind::Tool, &[review()]), of(Kind::Prompt, &[review()]));
    let changes = between(&prompt, &tool);
    let said: Vec<_> = changes.iter().map(|one| &*one.change.what).collect();
    assert_eq!(said, ["the prompt was removed", "the tool was added"]);
}
