use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use super::client::{Client, Scope};
use super::edit::{remove, set, value};
use super::entry::{Entry, Header, Reach, Variable, entry};
use super::*;

const JSON: [Client; 5] =
    [Client::ClaudeDesktop, Client::ClaudeCode, Client::Cursor, Client::VsCode, Client::Zed];

fn small(value: Value) -> Entry {
    let Value::Object(value) = value else { panic!("an object") };
    Entry { value, ..Entry::default() }
}

fn server() -> Entry {
    small(json!({"command": "/bin/notes", "args": ["--policy", "/etc/mcp.toml"]}))
}

/// What each client gets for this server, or why not.
fn told(reach: &Reach, plain: bool) -> Vec<(&'static str, Value)> {
    let reveal = |name: &str| (name == "NOTES_TOKEN").then(|| "hunter2".to_owned());
    let of = |client| entry(client, "notes", reach, if plain { Some(&reveal) } else { None });
    let text = |client: Client| match of(client) {
        Ok(entry) => (client.name(), Value::Object(entry.value)),
        Err(problem) => (client.name(), Value::String(problem)),
    };
    Client::ALL.map(text).to_vec()
}

#[test]
fn each_client_is_told_of_a_process_in_its_own_way() {
    let passed = Variable { name: "NOTES_TOKEN".to_owned(), value: None };
    let set = Variable { name: "RUST_LOG".to_owned(), value: Some("info".to_owned()) };
    let reach = Reach::Process {
        command: "/bin/notes".to_owned(),
        arguments: vec!["a b".to_owned()],
        environment: vec![set, passed],
    };
    let all = told(&reach, false);
    let refused = all[0].1.as_str().unwrap();
    assert!(refused.contains("--plain-text-secrets") && !refused.contains("hunter2"), "{refused}");
    let (command, args) = ("/bin/notes", json!(["a b"]));
    let env = |value: &str| json!({"RUST_LOG": "info", "NOTES_TOKEN": value});
    assert_eq!(
        all[1..],
        [
            (
                "claude-code",
                json!({"type": "stdio", "command": command, "args": args, "env": env("${NOTES_TOKEN}")})
            ),
            (
                "cursor",
                json!({"type": "stdio", "command": command, "args": args, "env": env("${env:NOTES_TOKEN}")})
            ),
            (
                "vscode",
                json!({"type": "stdio", "command": command, "args": args, "env": env("${env:NOTES_TOKEN}")})
            ),
            ("zed", json!({"command": command, "args": args, "env": {"RUST_LOG": "info"}})),
            (
                "codex",
                json!({"command": command, "args": args, "env": {"RUST_LOG": "info"}, "env_vars": ["NOTES_TOKEN"]})
            ),
        ]
    );
    let plain = told(&reach, true);
    let desktop = json!({"command": command, "args": args, "env": env("hunter2")});
    assert_eq!(plain[0], ("claude-desktop", desktop));
    assert_eq!(plain[1..], all[1..]);
}

#[test]
fn each_client_is_told_of_a_url_in_its_own_way() {
    let header = |name: &str, variable: &str, bearer| Header {
        name: name.to_owned(),
        variable: variable.to_owned(),
        bearer,
    };
    let url = "http://127.0.0.1:8080/mcp";
    let headers =
        vec![header("Authorization", "NOTES_TOKEN", true), header("X-Team", "NOTES_TOKEN", false)];
    let reach = Reach::Url { url: url.to_owned(), headers };
    let all = told(&reach, false);
    for index in [0, 4] {
        assert!(
            all[index].1.as_str().unwrap().contains("--plain-text-secrets"),
            "{:?}",
            all[index]
        );
    }
    let headers =
        |value: &str| json!({"Authorization": format!("Bearer {value}"), "X-Team": value});
    assert_eq!(all[1].1, json!({"type": "http", "url": url, "headers": headers("${NOTES_TOKEN}")}));
    assert_eq!(all[2].1, json!({"url": url, "headers": headers("${env:NOTES_TOKEN}")}));
    let asked = headers("${input:notes-NOTES_TOKEN}");
    assert_eq!(all[3].1, json!({"type": "http", "url": url, "headers": asked}));
    assert_eq!(
        all[5].1,
        json!({"url": url, "bearer_token_env_var": "NOTES_TOKEN", "env_http_headers": {"X-Team": "NOTES_TOKEN"}})
    );
    let plain = told(&reach, true);
    assert_eq!(plain[4].1, json!({"url": url, "headers": headers("hunter2")}));
    let bridge = &plain[0].1;
    assert_eq!(bridge["command"], "npx");
    assert_eq!(bridge["args"][7], "Authorization:${NOTES_TOKEN}");
    assert_eq!(bridge["args"][5], "--allow-http");
}

#[test]
fn what_is_there_stays_as_it_is() {
    let before = r#"// Mine.
{
    "theme": "dark", /* not
    light */ "z": [1,2 , 3],
    "mcpServers": {
        // The other one.
        "other": {"command": "other", "args": []}, // Keep.
    },
    "a": 1,
}
"#;
    let after = set(Client::Cursor, before, "notes", &server()).unwrap();
    let wanted = before.replace(
        "// Keep.\n",
        r#"// Keep.
        "notes": {
            "command": "/bin/notes",
            "args": ["--policy", "/etc/mcp.toml"],
        },
"#,
    );
    assert_eq!(after, wanted);
    let again = set(Client::Cursor, &after, "notes", &server()).unwrap();
    assert_eq!(again, after);
    assert_eq!(remove(Client::Cursor, &after, "notes").unwrap(), before);
    assert_eq!(remove(Client::Cursor, before, "notes").unwrap(), before);
}

#[test]
fn toml_stays_as_it_is() {
    let before = r#"# Mine.
model = "gpt"   # the best

[mcp_servers.other] # Keep.
command = 'other'
env = { "A" = "1" }

[mcp_servers.other.tools.x]
mode = "prompt"

# Below.
[profiles.a]
model = "b"
"#;
    let after = set(Client::Codex, before, "notes", &server()).unwrap();
    let wanted = before.replace(
        "mode = \"prompt\"\n",
        r#"mode = "prompt"

[mcp_servers.notes]
command = "/bin/notes"
args = ["--policy", "/etc/mcp.toml"]
"#,
    );
    assert_eq!(after, wanted);
    assert_eq!(set(Client::Codex, &after, "notes", &server()).unwrap(), after);
    assert_eq!(remove(Client::Codex, &after, "notes").unwrap(), before);
}

#[test]
fn toml_is_changed_in_the_form_it_has() {
    for (before, part) in [
        ("mcp_servers = { a = { command = \"a\" } }\n", "notes = { command = \"/bin/notes\""),
        ("mcp_servers.a.command = \"a\"\n", "command = \"a\""),
        ("[mcp_servers]\n[mcp_servers.a]\ncommand = \"a\"\n", "[mcp_servers.notes]"),
        ("[mcp_servers.notes]\n# Why.\ncommand = \"a\"\nurl = \"b\"\n", "command = \"/bin/notes\""),
    ] {
        let after = set(Client::Codex, before, "notes", &server()).unwrap();
        assert!(after.contains(part), "{after}");
        let value = value(Client::Codex, &after).unwrap();
        assert_eq!(value["mcp_servers"]["notes"], Value::Object(server().value), "{after}");
    }
    let commented = "# Mine.\n\n[mcp_servers.notes]\ncommand = \"a\"\n";
    assert!(remove(Client::Codex, commented, "notes").unwrap().contains("# Mine."));
}

#[test]
fn nothing_becomes_a_file() {
    for client in JSON {
        for before in ["", " \n", "{}", "{}\n", "{\r\n}\r\n", "\u{feff}{}", "// Mine.\n", "[1]"] {
            let Ok(after) = set(client, before, "notes", &server()) else {
                assert_eq!(before, "[1]");
                continue;
            };
            let read = value(client, &after).unwrap();
            assert_eq!(read[client.servers()]["notes"], Value::Object(server().value));
            assert_eq!(after.starts_with('\u{feff}'), before.starts_with('\u{feff}'));
            assert!(!before.contains("Mine") || after.contains("// Mine."));
            let ends = (after.matches('\n').count(), after.matches("\r\n").count());
            assert!(
                if before.contains('\r') { ends.0 == ends.1 } else { ends.1 == 0 },
                "{after:?}"
            );
            assert!(after.ends_with('\n'));
        }
    }
    let new = set(Client::Zed, "", "notes", &server()).unwrap();
    let wanted = r#"{
  "context_servers": {
    "notes": {
      "command": "/bin/notes",
      "args": ["--policy", "/etc/mcp.toml"]
    }
  }
}
"#;
    assert_eq!(new, wanted);
    let crlf = "a = 1\r\n# b\r\n[mcp_servers.x]\r\ncommand = \"x\"\r\n";
    let after = set(Client::Codex, crlf, "notes", &server()).unwrap();
    assert!(after.starts_with(crlf), "{after:?}");
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count(), "{after:?}");
    assert_eq!(remove(Client::Codex, &after, "notes").unwrap(), crlf);
}

#[test]
fn what_cannot_be_read_is_named_by_its_place() {
    let mut wrong = Vec::new();
    for (client, text, place, part) in [
        (Client::Cursor, "{\n  \"a\": tru\n}", Some((2, 8)), "word"),
        (Client::Cursor, "{\n  \"a\": 1 \"b\": 2\n}", Some((2, 9)), "omma"),
        (Client::Cursor, "{\"a\": 1", Some((1, 1)), "object"),
        (Client::Cursor, "{'a': 1}", Some((1, 2)), "ingle"),
        (Client::Cursor, "{\"ä\": x}", Some((1, 7)), "oken"),
        (Client::Cursor, "[]", None, "something else"),
        (Client::Cursor, "{\"mcpServers\": []}", None, "mcpServers"),
        (Client::Cursor, "{\"mcpServers\": {}, \"mcpServers\": {}}", None, "twice"),
        (Client::Cursor, "{\"mcpServers\": {\"notes\": 1, \"notes\": 2}}", None, "twice"),
        (Client::Codex, "a = 1\nb = = 2\n", Some((2, 5)), "extra"),
        (Client::Codex, "mcp_servers = 1\n", None, "mcp_servers"),
        (Client::Codex, "[[mcp_servers]]\na = 1\n", None, "mcp_servers"),
    ] {
        let problem = value(client, text).and_then(|_| set(client, text, "notes", &server()));
        let problem = problem.expect_err(text);
        if problem.place != place || !problem.message.contains(part) {
            wrong.push((text, problem));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let deep = "{\"a\":".repeat(100_000);
    assert!(value(Client::Cursor, &deep).is_err());
}

#[test]
fn what_vs_code_asks_for_comes_and_goes_with_its_entry() {
    let before = r#"{
  "inputs": [
    {"id": "mine", "type": "promptString"} // Mine.
  ],
  "servers": {}
}
"#;
    let header = Header {
        name: "Authorization".to_owned(),
        variable: "NOTES_TOKEN".to_owned(),
        bearer: true,
    };
    let reach = Reach::Url { url: "https://a.example/mcp".to_owned(), headers: vec![header] };
    let entry = entry(Client::VsCode, "notes", &reach, None).unwrap();
    let after = set(Client::VsCode, before, "notes", &entry).unwrap();
    let read = value(Client::VsCode, &after).unwrap();
    assert_eq!(read["inputs"][1]["id"], "notes-NOTES_TOKEN");
    assert_eq!(read["inputs"][1]["password"], true);
    assert_eq!(read["inputs"].as_array().map(Vec::len), Some(2));
    assert!(after.contains("// Mine."), "{after}");
    assert_eq!(set(Client::VsCode, &after, "notes", &entry).unwrap(), after);
    let gone = remove(Client::VsCode, &after, "notes").unwrap();
    assert_eq!(value(Client::VsCode, &gone), value(Client::VsCode, before), "{gone}");
    // Another server that asks for the same keeps it.
    let two = set(Client::VsCode, &after, "other", &entry).unwrap();
    let one = remove(Client::VsCode, &two, "notes").unwrap();
    assert_eq!(value(Client::VsCode, &one).unwrap()["inputs"], read["inputs"]);
}

#[test]
fn large_files_take_no_time() {
    let projects: Map<String, Value> = (0..20_000)
        .map(|number| {
            (format!("/home/a/project-{number}"), json!({"history": ["a", {"b": number}]}))
        })
        .collect();
    let text = serde_json::to_string_pretty(&json!({"projects": projects})).unwrap();
    let began = Instant::now();
    let after = set(Client::ClaudeCode, &text, "notes", &server()).unwrap();
    assert!(after.starts_with(text.trim_end_matches("\n}")), "it is kept");
    diff::diff(&text, &after);
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
}

#[test]
fn every_client_says_what_comes_next() {
    for client in Client::ALL {
        for scope in [Scope::User, Scope::Project] {
            assert!(client.next(scope).len() > 20);
        }
    }
}
