//! The example of docs/policy.md.

use super::{program, resolve};
use crate::policy::ToolPolicy;
use crate::policy::resolve::PolicyFile;

#[test]
fn the_example_of_the_page_is_a_policy() {
    let page = include_str!("../../../../docs/policy.md");
    let text = page.split("```").find_map(|block| block.strip_prefix("toml\n"));
    let text = text.expect("the page has an example");
    let mut program = program();
    program.tools = vec![
        ToolPolicy { name: "search", read_only: true, ..program.tools[4].clone() },
        ToolPolicy { name: "pay", ..program.tools[3].clone() },
        ToolPolicy { name: "notes.delete", ..program.tools[0].clone() },
    ];
    let file = PolicyFile { path: "mcp.toml", text };
    let policy = resolve(&program, Some(file), &[]).expect("the example is right");
    assert!(!policy.tools["notes.delete"].enabled);
    assert_eq!(policy.tools["search"].rates.len(), 2);
    // The example shows every setting.
    for row in &policy.rows {
        assert!(text.contains(&format!("\n{} = ", row.key.name())), "{}", row.key.name());
    }
}
