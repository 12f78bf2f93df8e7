//! What a function must be like to be called from outside.

use syn::{Receiver, ReceiverKind, Safety, Signature};

use crate::diagnostics::Errors;

/// Where a function stands.
#[derive(Clone, Copy)]
pub(crate) enum Place {
    Free,
    ImplBlock,
}

/// Reports everything about `sig`, apart from its types, that keeps it from being a tool.
pub(crate) fn check(sig: &Signature, place: Place, errors: &mut Errors) {
    if let Safety::Unsafe(token) = &sig.safety {
        errors.on(
            token,
            "a tool cannot be `unsafe`, because clients choose its arguments; call the unsafe \
             function from a safe tool",
        );
    }
    if let Some(abi) = &sig.abi {
        errors.on(abi, "a tool is an ordinary Rust function; remove the ABI");
    }
    if let Some(variadic) = &sig.variadic {
        errors.on(variadic, "a tool's arguments are listed by name; take a `Vec` instead");
    }
    if !sig.generics.params.is_empty() {
        errors.on(
            &sig.generics,
            "a tool cannot be generic: the schema needs one concrete type; write a concrete \
             function that calls this one",
        );
    }
    if let Some(where_clause) = &sig.generics.where_clause {
        errors.on(
            where_clause,
            "a tool has no `where` clause, because it cannot be generic; remove it",
        );
    }
    if let Some(receiver) = sig.receiver() {
        check_receiver(receiver, place, errors);
    }
}

fn check_receiver(receiver: &Receiver, place: Place, errors: &mut Errors) {
    if let Some(arg) = receiver.attrs.iter().find(|attr| attr.path().is_ident("arg")) {
        errors.on(arg, "`self` is not an argument; remove `#[arg]`");
    }
    if let Place::Free = place {
        return errors.on(
            receiver,
            "a method becomes a tool through its impl block; put `#[mcp_tools]` on the impl block",
        );
    }
    match &receiver.kind {
        ReceiverKind::Reference(_, lifetime, None) => {
            if let Some(lifetime) = lifetime {
                errors.on(lifetime, "a tool cannot have lifetimes; write `&self`");
            }
        }
        ReceiverKind::Reference(_, _, Some(_)) => errors.on(
            receiver,
            "calls run at the same time, so a tool takes `&self`; put what changes behind a lock \
             or an atomic",
        ),
        _ => errors.on(receiver, "one value serves every call, so a tool takes `&self`"),
    }
}
