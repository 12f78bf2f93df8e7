//! What the compiler says about wrong tools, and that it says nothing about right ones.
//!
//! `TRYBUILD=overwrite cargo test -p mcp-runtime --test ui` writes the expected messages anew;
//! read the difference before committing it.

/// Here once more, because trybuild compiles without clippy.
#[path = "ui/pass/lints.rs"]
mod lints;

#[test]
fn messages() {
    let tests = trybuild::TestCases::new();
    tests.pass("tests/ui/pass/*.rs");
    tests.compile_fail("tests/ui/fail/*.rs");
}

#[test]
fn strict_crates() {
    lints::main();
}
