//! A URI template takes the parameters that are its variables, and no others.
//!
//! Through the whole macro, with templates that nobody would think of.

use std::collections::BTreeSet;

use mcp_literals::uri::{Pattern, Uri};
use proc_macro2::TokenStream;
use proptest::prelude::*;
use quote::quote;

use crate::entry;

const NAMES: [&str; 5] = ["a", "b", "c", "path", "patch"];

/// Text and expressions, which may or may not come to a template whose URIs can be read back.
fn template() -> impl Strategy<Value = String> {
    let operator = prop::sample::select(vec!["", "", "+", "#", ".", "/", ";", "?", "&"]);
    let modifier = prop::sample::select(vec!["", "", "", "*", ":3"]);
    let variable = (prop::sample::select(&NAMES[..]), modifier)
        .prop_map(|(name, modifier)| format!("{name}{modifier}"));
    let expression = (operator, prop::collection::vec(variable, 1..3))
        .prop_map(|(operator, variables)| format!("{{{operator}{}}}", variables.join(",")));
    let piece = prop_oneof![expression, "/[x-z]{1,3}", "[x/?#&=%{}.]{0,2}"];
    prop::collection::vec(piece, 0..4).prop_map(|pieces| format!("x://{}", pieces.concat()))
}

fn expanded(template: &str, names: &[&str], marked: bool) -> String {
    let mark = if marked { "#[arg(description = \"x\")]" } else { "" };
    let parameters: Vec<String> =
        names.iter().map(|name| format!("{mark} {name}: String")).collect();
    let function = format!("async fn f({}) -> String {{}}", parameters.join(", "));
    let function: TokenStream = function.parse().expect("a function");
    entry::mcp_resource(quote!(#template), &function).to_string()
}

proptest! {
    #[test]
    fn parameters_are_the_variables(
        template in template(),
        names in prop::sample::subsequence(&NAMES[..], 0..=NAMES.len()),
        marked: bool,
    ) {
        let code = expanded(&template, &names, marked);
        let is_taken = !code.contains("compile_error");
        let fits = Pattern::parse(&template)
            .ok()
            .filter(|pattern| !pattern.is_fixed() || Uri::parse(&template).is_ok());
        let Some(pattern) = fits else {
            prop_assert!(!is_taken, "{template}");
            return Ok(());
        };
        let names: BTreeSet<&str> = names.into_iter().collect();
        let variables: BTreeSet<&str> =
            pattern.variables().iter().map(|variable| variable.name.as_str()).collect();
        if marked {
            prop_assert_eq!(is_taken, names == variables, "{} {:?}", template, names);
        } else {
            // What is no variable has to be context, which is left to the compiler.
            prop_assert_eq!(is_taken, names.is_superset(&variables), "{} {:?}", template, names);
            if is_taken {
                let context = code.matches("context_param").count();
                prop_assert_eq!(context, names.difference(&variables).count());
            }
        }
    }

    #[test]
    fn no_text_breaks_the_macro(template in "\\PC{0,40}|(x://)?[a{}*:/?&+#,.;%0-9]{0,20}") {
        expanded(&template, &["a"], false);
    }
}
