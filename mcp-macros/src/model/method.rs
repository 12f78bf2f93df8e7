//! What a method of one's own is besides its function.

use syn::Signature;

use crate::diagnostics::Errors;
use crate::parse::kind::Kind;
use crate::parse::method_attr::{MethodAttr, is_name};

pub(crate) struct Method {
    /// The identifier of the extension that it belongs to.
    pub(crate) extension: Option<String>,
}

/// What begins the names of the protocol's own methods.
const RESERVED: [&str; 14] = [
    "initialize",
    "ping",
    "server",
    "tools",
    "prompts",
    "resources",
    "completion",
    "logging",
    "subscriptions",
    "tasks",
    "sampling",
    "elicitation",
    "roots",
    "notifications",
];

/// The longest name.
const LONGEST: usize = 128;

impl Method {
    /// With the name by which clients call it.
    pub(crate) fn new(attr: MethodAttr, sig: &Signature, errors: &mut Errors) -> (Self, String) {
        let method = Self { extension: attr.extension.map(|extension| extension.value) };
        let Some(literal) = attr.name.literal else {
            let message = format!(
                "a method has the name that requests carry; write it first, in quotes: `{}`",
                Kind::Method.usage()
            );
            match &attr.name.instead {
                // Reported already, as a setting that there is not.
                Some(token) if is_name(&token.to_string()) => {}
                Some(token) => errors.on(token, message),
                None => errors.on(&sig.ident, message),
            }
            return (method, String::new());
        };
        let name = literal.value();
        if let Err(problem) = check(&name) {
            errors.on(&literal, problem);
        }
        (method, name)
    }
}

fn check(name: &str) -> Result<(), String> {
    let is_allowed = |char: char| char.is_ascii_alphanumeric() || "_-./".contains(char);
    if let Some(bad) = name.chars().find(|char| !is_allowed(*char)) {
        return Err(format!(
            "a method's name has letters of ASCII, digits, `_`, `-`, `.` and `/`, not {bad:?}; \
             change the name"
        ));
    }
    let first = name.split('/').next().unwrap_or_default();
    if RESERVED.contains(&first) {
        return Err(format!(
            "`{first}` begins methods of the protocol; begin with a domain of your own, such as \
             `com.example/search`"
        ));
    }
    if !name.contains('/') || name.starts_with('/') || name.ends_with('/') {
        return Err(format!(
            "`{name}` may come to be a method of the protocol; begin with a domain of your own, such \
             as `com.example/search`"
        ));
    }
    if name.len() > LONGEST {
        let length = name.len();
        return Err(format!("the method's name has {length} characters; {LONGEST} are allowed"));
    }
    Ok(())
}
