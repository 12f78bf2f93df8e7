//! What a client's file holds that no terminal and no log should.

use serde_json::Value;

use super::checks::names_a_secret;

/// Members whose values are environments and headers.
const GUARDED: [&str; 3] = ["env", "headers", "http_headers"];

/// Bytes from which on a value is hidden wherever it stands.
const LONG: usize = 8;

/// A text made of these files, without their secrets: a difference is
/// pasted into issues and kept by CI.
pub(super) fn masked(mut text: String, files: [&Value; 2]) -> String {
    let mut secrets = Vec::new();
    for file in files {
        collect(file, false, &mut secrets);
    }
    // The longest first, since one may be part of another.
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    for secret in secrets {
        text = text.replace(&Value::from(secret).to_string(), "\"***\"");
        text = text.replace(&format!("'{secret}'"), "'***'");
        // A short one, such as `1`, is also a part of what is none.
        if secret.len() >= LONG {
            text = text.replace(secret, "***");
        }
    }
    text
}

fn collect<'v>(value: &'v Value, guarded: bool, secrets: &mut Vec<&'v str>) {
    match value {
        // A reference to a variable is none.
        Value::String(text) if guarded && !text.is_empty() && !text.starts_with('$') => {
            secrets.push(text);
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, guarded, secrets)),
        Value::Object(members) => {
            for (name, member) in members {
                let holds = GUARDED.contains(&name.as_str()) || names_a_secret(name);
                collect(member, guarded || holds, secrets);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_of_all_entries_are_hidden() {
        let file = json!({
            "mcpServers": {
                "mine": {"command": "/bin/notes", "env": {"API_KEY": "sk-\"1\"", "N": "1", "LEVEL": "${LEVEL}"}},
                "other": {"headers": {"Authorization": "Bearer gh-2"}, "apiToken": "t-3"},
            },
        });
        let text = format!("{file:#}\nport = 1\ntoken = 't-3'");
        let shown = masked(text, [&file, &Value::Null]);
        for secret in ["sk-", "gh-2", "t-3"] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
        for plain in
            ["/bin/notes", "${LEVEL}", "port = 1", "API_KEY", "Authorization", "mcpServers"]
        {
            assert!(shown.contains(plain), "{plain} in {shown}");
        }
    }
}
