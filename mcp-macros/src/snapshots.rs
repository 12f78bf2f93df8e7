//! What the macros expand to, compared with `tests/expand/*.expanded.rs`.
//!
//! Here and not in `tests/`, because a proc-macro crate exports nothing else. `UPDATE_SNAPSHOTS=1
//! cargo test -p mcp-macros` writes the files anew; read the difference before committing it.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, Item, Meta};

use crate::entry;

#[test]
fn expansions() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expand");
    let mut inputs: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder of inputs exists")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter(|path| !path.to_string_lossy().ends_with(".expanded.rs"))
        .collect();
    inputs.sort();
    assert!(!inputs.is_empty());
    let changed: Vec<PathBuf> = inputs.into_iter().filter(|input| !is_unchanged(input)).collect();
    assert!(
        changed.is_empty(),
        "run with UPDATE_SNAPSHOTS=1 and read the difference: {changed:#?}"
    );
}

fn is_unchanged(input: &Path) -> bool {
    let source = fs::read_to_string(input).expect("the input can be read");
    let file = syn::parse_file(&source).expect("the input is Rust");
    let expanded: TokenStream = file.items.into_iter().map(expand).collect();
    let expanded = syn::parse2(expanded).expect("the expansion is Rust");
    let expanded = prettyplease::unparse(&expanded);
    let snapshot = input.with_extension("expanded.rs");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::write(&snapshot, &expanded).expect("the snapshot can be written");
        return true;
    }
    fs::read_to_string(snapshot).is_ok_and(|expected| expected == expanded)
}

/// Expands an item as the compiler would: the attribute is taken off and the rest handed to the
/// macro.
fn expand(mut item: Item) -> TokenStream {
    let Some(attributes) = attributes(&mut item) else {
        return item.into_token_stream();
    };
    for (name, expand) in [
        ("mcp_tool", entry::mcp_tool as fn(TokenStream, &TokenStream) -> TokenStream),
        ("mcp_prompt", entry::mcp_prompt),
        ("mcp_resource", entry::mcp_resource),
        ("mcp_method", entry::mcp_method),
        ("mcp_tools", entry::mcp_tools),
        ("mcp_type", entry::mcp_type),
    ] {
        if let Some(index) = attributes.iter().position(|attr| attr.path().is_ident(name)) {
            let arguments = match attributes.remove(index).meta {
                Meta::List(list) => list.tokens,
                _ => TokenStream::new(),
            };
            return expand(arguments, &item.into_token_stream());
        }
    }
    entry::tool_error(item.into_token_stream())
}

fn attributes(item: &mut Item) -> Option<&mut Vec<Attribute>> {
    Some(match item {
        Item::Fn(item) => &mut item.attrs,
        Item::Impl(item) => &mut item.attrs,
        Item::Enum(item) => &mut item.attrs,
        Item::Struct(item) => &mut item.attrs,
        Item::Union(item) => &mut item.attrs,
        _ => return None,
    })
}
