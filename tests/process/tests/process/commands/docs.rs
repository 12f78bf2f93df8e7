use std::fs;

use serde_json::Value;

use super::{Folder, run};

fn docs(args: &[&str]) -> super::Ran {
    run(&[&["docs"], args].concat())
}

#[test]
fn a_page_for_each_tool_is_written_where_it_changed() {
    let folder = Folder::new("docs-pages");
    let out = folder.file("pages");
    docs(&["--out", &out]).ends(0);
    let page = folder.read("pages/tools/forecast.md");
    for part in [
        "# `forecast`\n",
        "Forecast for a city.\n",
        "| `city` | required | City name, such as \"Oslo\". A string. |  |",
        "| `days` |  | Days ahead. An integer from 1 to 14. | `3` |",
        "Words to look out for \\| in `reports`.",
        "| `rate` | `60/min` |",
        "## Output schema",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let json: Value = serde_json::from_str(&folder.read("pages/tools/forecast.json")).unwrap();
    assert_eq!(json["inputSchema"]["properties"]["days"]["maximum"], 14);
    assert!(
        folder
            .read("pages/index.md")
            .contains("| [`forecast`](tools/forecast.md) | Forecast for a city. |")
    );
    let page = folder.read("pages/tools/errand.md");
    assert!(page.contains("\nRuns as a task: clients have to declare the extension"), "{page}");
    let json: Value = serde_json::from_str(&folder.read("pages/tools/errand.json")).unwrap();
    assert_eq!(json["task"], "required");
    let index = folder.read("pages/index.md");
    assert!(
        index.contains("| Prompt | |\n|---|---|\n| [`review`](prompts/review.md) |"),
        "{index}"
    );
    assert!(index.contains("| [`entry`](resources/entry.md) | One entry of the log. |"), "{index}");
    let page = folder.read("pages/prompts/review.md");
    assert!(
        page.contains("| `most` |  | The most remarks. An integer from 1 to 50. | `10` |"),
        "{page}"
    );
    let page = folder.read("pages/resources/entry.md");
    for part in [
        "\n`log://{day}/{entry}{?lines}`, `text/plain`\n",
        "## Variables",
        "| `day` | required | Of the month. An integer from 1 to 31. |  |",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let page = folder.read("pages/methods/com.example_search.md");
    for part in [
        "# `com.example/search`\n",
        "\nClients have to declare the extension `com.example/looks`.\n",
        "| `limit` |  | An integer from 0 to 100. | `10` |",
        "## Output schema",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(
        index.contains("| [`com.example/search`](methods/com.example_search.md) | Looks through"),
        "{index}"
    );
    assert!(!folder.read("pages/resources/readme.md").contains("schema"));
    let json: Value = serde_json::from_str(&folder.read("pages/resources/readme.json")).unwrap();
    assert_eq!(json["uri"], "docs://readme");
    let json: Value = serde_json::from_str(&folder.read("pages/index.json")).unwrap();
    assert_eq!(json["prompts"][0]["markdown"], "prompts/review.md");
    assert_eq!(json["resources"][2]["uri"], "docs://readme");
    let again = docs(&["--out", &out]).ends(0);
    assert!(again.contains(": 0 written, ") && again.contains(" 0 deleted"), "{again}");
    fs::write(folder.file("pages/tools/forecast.md"), "older").unwrap();
    assert!(docs(&["--out", &out]).ends(0).contains(": 1 written, "));
}

#[test]
fn what_others_wrote_is_left_alone() {
    let folder = Folder::new("docs-foreign");
    fs::write(folder.file("index.md"), "mine").unwrap();
    fs::write(folder.file("other.md"), "mine").unwrap();
    let refused = docs(&["--out", &folder.file("")]);
    assert!(refused.stderr.contains("`--force`"), "{}", refused.stderr);
    refused.ends(1);
    assert_eq!(
        (folder.read("index.md"), folder.0.join("tools").exists()),
        ("mine".to_owned(), false)
    );
    docs(&["--force", "--out", &folder.file("")]).ends(0);
    assert!(folder.read("index.md") != "mine" && folder.read("other.md") == "mine");

    // A page that is none of its own, in a folder that is.
    let policy = folder.file("mcp.toml");
    fs::write(
        &policy,
        "[tools.add]\nenabled = false\n[prompts.talk]\nenabled = false\n\
         [methods.\"com.example/search\"]\nenabled = false\n",
    )
    .unwrap();
    let gone = docs(&["--policy", &policy, "--out", &folder.file("")]).ends(0);
    assert!(gone.contains("6 deleted"), "{gone}");
    assert!(!folder.0.join("tools/add.md").exists());
    fs::write(folder.file("tools/add.md"), "mine").unwrap();
    let refused = docs(&["--out", &folder.file("")]);
    assert!(
        refused.stderr.contains("tools/add.md was not written by `docs`"),
        "{}",
        refused.stderr
    );
    refused.ends(1);
    assert_eq!(folder.read("tools/add.md"), "mine");
}

#[test]
fn an_index_names_nothing_outside_the_folder() {
    let folder = Folder::new("docs-outside");
    fs::write(folder.file("precious.md"), "mine").unwrap();
    let out = folder.file("pages");
    docs(&["--out", &out]).ends(0);
    let mut index: Value = serde_json::from_str(&folder.read("pages/index.json")).unwrap();
    index["tools"][0]["markdown"] = "tools/../../precious.md".into();
    index["tools"][0]["json"] = "../precious.md".into();
    fs::write(folder.file("pages/index.json"), index.to_string()).unwrap();
    docs(&["--force", "--out", &out]).ends(0);
    assert_eq!(folder.read("precious.md"), "mine");
}
