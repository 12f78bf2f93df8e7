//! What a function must be like to be called from outside.

use syn::{Receiver, ReceiverKind, Safety, Signature};

use crate::diagnostics::Errors;
use crate::parse::kind::Kind;

/// Where a function stands.
#[derive(Clone, Copy)]
pub(crate) enum Place {
    Free,
    ImplBlock,
}

/// Reports everything about `sig`, apart from its types, that keeps clients from it.
pub(crate) fn check(sig: &Signature, kind: Kind, place: Place, errors: &mut Errors) {
    if let Safety::Unsafe(token) = &sig.safety {
        errors.on(
            token,
            format!(
                "a {kind} cannot be `unsafe`, because clients choose its arguments; call the \
                 unsafe function from a safe {kind}"
            ),
        );
    }
    if let Some(abi) = &sig.abi {
        errors.on(abi, format!("a {kind} is an ordinary Rust function; remove the ABI"));
    }
    if let Some(variadic) = &sig.variadic {
        errors
            .on(variadic, format!("a {kind}'s arguments are listed by name; take a `Vec` instead"));
    }
    if !sig.generics.params.is_empty() {
        errors.on(
            &sig.generics,
            format!(
                "a {kind} cannot be generic: the schema needs one concrete type; write a concrete \
                 function that calls this one"
            ),
        );
    }
    if let Some(where_clause) = &sig.generics.where_clause {
        errors.on(
            where_clause,
            format!("a {kind} has no `where` clause, because it cannot be generic; remove it"),
        );
    }
    if let Some(receiver) = sig.receiver() {
        check_receiver(receiver, kind, place, errors);
    }
}

fn check_receiver(receiver: &Receiver, kind: Kind, place: Place, errors: &mut Errors) {
    if let Some(arg) = receiver.attrs.iter().find(|attr| attr.path().is_ident("arg")) {
        errors.on(arg, "`self` is not an argument; remove `#[arg]`");
    }
    if let Place::Free = place {
        return errors.on(
            receiver,
            format!(
                "a method becomes a {kind} through its impl block; put `#[mcp_tools]` on the impl \
                 block"
            ),
        );
    }
    match &receiver.kind {
        ReceiverKind::Reference(_, lifetime, None) => {
            if let Some(lifetime) = lifetime {
                errors.on(lifetime, format!("a {kind} cannot have lifetimes; write `&self`"));
            }
        }
        ReceiverKind::Reference(_, _, Some(_)) => errors.on(
            receiver,
            format!(
                "calls run at the same time, so a {kind} takes `&self`; put what changes behind a \
                 lock or an atomic"
            ),
        ),
        _ => errors.on(receiver, format!("one value serves every call, so a {kind} takes `&self`")),
    }
}
