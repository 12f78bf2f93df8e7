use super::mistakes;

/// One line of a file, and all that is said of it.
#[track_caller]
fn says(text: &str, expected: &[&str]) {
    assert_eq!(mistakes(text, &[]), expected, "{text}");
}

#[test]
fn unknown_names_are_answered_with_known_ones() {
    says("[default]", &["mcp.toml:1:2: default: there is no such table; did you mean `defaults`?"]);
    says(
        "[limits]",
        &["mcp.toml:1:2: limits: there is no such table; write one of defaults, server, tools, \
           prompts, resources, methods"],
    );
    says(
        "[tools.serach]",
        &["mcp.toml:1:8: tools.serach: there is no such tool; did you mean `search`?"],
    );
    says(
        "[tools.note.add]",
        &["mcp.toml:1:8: tools.note: there is no such tool; a name with a dot stands in quotes: \
           [tools.\"note.add\"]"],
    );
    says(
        "[tools.pay]\ntimout = \"1s\"",
        &["mcp.toml:2:1: tools.pay.timout: there is no such setting here; did you mean \
           `timeout`?"],
    );
    says(
        "[server]\ntimeout = \"1s\"",
        &["mcp.toml:2:1: server.timeout: there is no such setting here; it belongs under \
           [defaults] or [tools.NAME]"],
    );
    says(
        "defaults.flood = \"1/s\"",
        &["mcp.toml:1:10: defaults.flood: there is no such setting here; it belongs under \
           [server]"],
    );
}

#[test]
fn a_value_of_the_wrong_type_is_answered_with_an_example() {
    for (line, problem) in [
        ("timeout = 10", "takes a duration in quotes, such as \"10s\", not `10`"),
        ("enabled = \"no\"", "takes `true` or `false`, not `no`"),
        (
            "concurrency = \"4\"",
            "takes a whole number, such as 4, or \"off\" for no limit, not `4`",
        ),
        (
            "concurrency = 1.5",
            "takes a whole number, such as 4, or \"off\" for no limit, not a fraction",
        ),
        ("queue = \"off\"", "takes a whole number, such as 4, not `off`"),
        ("max_output = 64", "takes a size in quotes, such as \"64KB\", not `64`"),
        ("cost = 3", "takes an amount in quotes, such as \"$0.002\", or \"off\", not `3`"),
        (
            "breaker = {}",
            "takes failures and a time in quotes, such as \"5/30s\", or \"off\" for none, not a table",
        ),
        (
            "cache = [\"60s\"]",
            "takes a duration in quotes, such as \"60s\", or \"off\" for none, not an array",
        ),
    ] {
        let column = line.find('=').expect("a key") + 3;
        let key = line.split(' ').next().expect("a key");
        says(
            &format!("[tools.pay]\n{line}"),
            &[&format!("mcp.toml:2:{column}: tools.pay.{key}: {problem}")],
        );
    }
}

#[test]
fn a_number_out_of_range_is_told_its_range() {
    says(
        "[tools.pay]\nconcurrency = 0",
        &[
            "mcp.toml:2:15: tools.pay.concurrency: 0 lets no call run; write at least 1, \"off\" for \
           no limit, or `enabled = false` to withdraw it",
        ],
    );
    says(
        "[server]\nconcurrency = 0",
        &["mcp.toml:2:15: server.concurrency: 0 lets no call run; write at least 1, or \"off\" \
           for no limit"],
    );
    says(
        "[tools.pay]\nqueue = -1",
        &["mcp.toml:2:9: tools.pay.queue: `-1` is out of range; write 0 to 4294967295"],
    );
    says(
        "[tools.pay]\nconcurrency = 4294967296",
        &["mcp.toml:2:15: tools.pay.concurrency: `4294967296` is out of range; write 1 to \
           4294967295"],
    );
    says(
        "[server]\nrate_limit_status = 503",
        &["mcp.toml:2:21: server.rate_limit_status: takes 200 or 429, not `503`"],
    );
}

#[test]
fn a_bad_literal_is_quoted_with_what_to_write() {
    says(
        "[tools.pay]\ntimeout = \"10 s\"",
        &[
            "mcp.toml:2:11: tools.pay.timeout: `10 s` is not a duration; write whole numbers with a \
           unit each (d, h, m or min, s, ms), such as \"10s\" or \"1m30s\"",
        ],
    );
    says(
        "[tools.pay]\nrate = [\"60/min\", \"5\"]",
        &["mcp.toml:2:19: tools.pay.rate: `5` is not a rate; write a count, a slash and a window \
           (a word: second, minute, hour, day; or a duration in d, h, m or min, s, ms), such as \
           \"60/min\", \"5/2s\" or \"1000/day\""],
    );
    says(
        "[tools.pay]\nbudget = \"$5/day per user\"",
        &["mcp.toml:2:10: tools.pay.budget: `$5/day per user` counts per `user`; write \"per \
           caller\", \"per server\" or \"per argument NAME\" after the limit"],
    );
}

#[test]
fn what_does_not_fit_the_tool_is_refused() {
    says(
        "[tools.pay]\nrate = \"1/s per argument acount\"",
        &["mcp.toml:2:8: tools.pay.rate: the tool `pay` has no argument `acount`; did you mean \
           `account`?"],
    );
    says(
        "[tools.\"note.add\"]\nrate = \"1/s per argument text\"",
        &["mcp.toml:2:8: tools.\"note.add\".rate: the tool `note.add` has no argument `text`: it \
           takes none"],
    );
    says(
        "[defaults]\nrate = \"1/s per argument query\"",
        &[
            "mcp.toml:2:8: defaults.rate: only a function has arguments: write `per argument query` \
           under [tools.NAME]",
        ],
    );
    says(
        "[tools.pay]\ncache = \"60s\"",
        &["mcp.toml:2:9: tools.pay.cache: a kept answer would take the place of what the tool \
           does, and `pay` is not declared `read_only`; remove the line, or declare it where the \
           tool is written"],
    );
    says(
        "[server]\nflood = \"100/s per server\"",
        &["mcp.toml:2:9: server.flood: `100/s per server` has to count per caller; leave out ` \
           per server`"],
    );
}

#[test]
fn settings_that_contradict_each_other_are_refused() {
    says(
        "[tools.search]\nqueue = 3",
        &["mcp.toml:2:9: tools.search.queue: there is no queue without a limit before which to \
           wait; set `concurrency` as well, or remove this"],
    );
    says(
        "[server]\nqueue_timeout = \"1s\"",
        &["mcp.toml:2:17: server.queue_timeout: there is no queue without a limit before which \
           to wait; set `concurrency` as well, or remove this"],
    );
    says(
        "[tools.pay]\nbudget = \"€5/day\"",
        &[
            "mcp.toml:2:10: tools.pay.budget: \"€5/day\" is in another unit than the cost \"$0.50\" \
           (attribute src/tools.rs:20); write both in one",
        ],
    );
    says(
        "[defaults]\ncost = \"3\"\nbudget = \"$5/day\"",
        &["mcp.toml:3:10: defaults.budget: \"$5/day\" is in another unit than the cost \"3\" \
           (mcp.toml:2); write both in one"],
    );
}

#[test]
fn what_is_no_toml_is_said_beside_the_other_mistakes() {
    let text = "[tools.pay]\ntimeout = 10s\nqueue = x\n[tools.search]\ntimeout = \"\"\n";
    let found = mistakes(text, &[]);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[0].starts_with("mcp.toml:2:"), "{found:#?}");
    assert!(found[0].ends_with("; durations, rates, sizes and amounts stand in quotes"));
    assert!(found[1].starts_with("mcp.toml:3:"), "{found:#?}");
    assert!(found[2].starts_with("mcp.toml:5:11: tools.search.timeout: `` is not a duration"));

    let twice = mistakes("[tools.pay]\nqueue = 1\nqueue = 2\n", &[]);
    assert!(twice[0].starts_with("mcp.toml:3:1: this is not TOML: duplicate key"), "{twice:?}");
}

#[test]
fn columns_count_characters_and_control_characters_stay_visible() {
    says(
        "[tools]\npay = { rate = [\"€€€/s\", \"\\u001b\"] }",
        &[
            "mcp.toml:2:17: tools.pay.rate: `€€€/s` is not a rate; write a count, a slash and a \
             window (a word: second, minute, hour, day; or a duration in d, h, m or min, s, ms), \
             such as \"60/min\", \"5/2s\" or \"1000/day\"",
            "mcp.toml:2:26: tools.pay.rate: `\\u{1b}` is not a rate; write a count, a slash and a \
             window (a word: second, minute, hour, day; or a duration in d, h, m or min, s, ms), \
             such as \"60/min\", \"5/2s\" or \"1000/day\"",
        ],
    );
}
