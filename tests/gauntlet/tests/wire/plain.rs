use serde_json::json;

use crate::harness::everywhere;

#[test]
fn the_tools_are_these() {
    everywhere(|connection| {
        let listed = connection.list().response;
        let tools = listed["result"]["tools"].as_array().expect("a list of tools");
        let mut names: Vec<_> = tools.iter().filter_map(|tool| tool["name"].as_str()).collect();
        names.sort_unstable();
        // Those that demand `auth` are not for a stranger.
        let expected = "add bounded cached count crash echo fail flaky flood limited nap once \
                        one_at_a_time paired per_account pinned priced whoami";
        assert_eq!(names, expected.split(' ').collect::<Vec<_>>());
    });
}

#[test]
fn tools_without_a_guard_answer() {
    everywhere(|connection| {
        assert_eq!(connection.call("add", json!({"a": 1, "b": 2.5})).text(), "3.5");
        assert_eq!(connection.call("echo", json!({"text": "sö\n\"so\""})).text(), "sö\n\"so\"");
        let caller = connection.caller();
        assert_eq!(connection.call("whoami", json!({})).text(), caller);
    });
}
