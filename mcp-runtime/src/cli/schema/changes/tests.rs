use serde_json::{Value, json};

use super::*;

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
    let (old, mut new) = (forecast(), forecast());
    edit(&mut new);
    let changes = between(&[old], &[new]);
    let said: Vec<(Level, &str)> =
        changes.iter().map(|(_, change)| (change.level, &*change.pointer)).collect();
    assert_eq!(said, expected, "{changes:#?}");
    for (_, change) in &changes {
        assert_eq!(change.instead.is_empty(), change.level == Level::Note, "{change:?}");
    }
}

#[test]
fn nothing_changes_by_itself() {
    says(|_| {}, &[]);
}

#[test]
fn tools_come_and_go() {
    let changes = between(&[forecast()], &[json!({"name": "weather"})]);
    let said: Vec<_> = changes.iter().map(|(tool, one)| (&**tool, one.level)).collect();
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
    let closed = between(&[open], &[forecast()]);
    assert_eq!(closed[0].1.level, Level::Breaking);
    assert_eq!(closed[0].1.what, "it is for whoever has weather:read now, and was for everybody");
}

#[test]
fn results_keep_their_schema() {
    let (mut old, new) = (forecast(), forecast());
    old["outputSchema"] = json!({"type": "object"});
    assert_eq!(
        between(std::slice::from_ref(&old), std::slice::from_ref(&new))[0].1.level,
        Level::Breaking
    );
    assert_eq!(between(&[new], &[old])[0].1.level, Level::Note);
}

#[test]
fn words_are_noted() {
    says(|tool| tool["description"] = "Anew.".into(), &[(Level::Note, "/description")]);
}
