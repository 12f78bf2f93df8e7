//! The example of docs/policy.md.

use super::{program, resolve};
use crate::policy::HandlerPolicy;
use crate::policy::resolve::PolicyFile;
use crate::usage::Kind;

#[test]
fn the_example_of_the_page_is_a_policy() {
    let page = include_str!("../../../../docs/policy.md");
    let text = page.split("```").find_map(|block| block.strip_prefix("toml\n"));
    let text = text.expect("the page has an example");
    let mut program = program();
    program.handlers = vec![
        HandlerPolicy { name: "search", read_only: true, ..program.handlers[4].clone() },
        HandlerPolicy { name: "pay", ..program.handlers[3].clone() },
        HandlerPolicy { name: "notes.delete", ..program.handlers[0].clone() },
    ];
    let file = PolicyFile { path: "mcp.toml", text };
    let policy = resolve(&program, Some(file), &[]).expect("the example is right");
    assert!(!policy.of(Kind::Tool, "notes.delete").enabled);
    assert_eq!(policy.of(Kind::Tool, "search").rates.len(), 2);
    // The example shows every setting.
    for row in &policy.rows {
        assert!(text.contains(&format!("\n{} = ", row.key.name())), "{}", row.key.name());
    }
}
