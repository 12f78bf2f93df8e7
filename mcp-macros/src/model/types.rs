//! The types in a signature.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{GenericArgument, PathArguments, ReturnType, Type, TypeReference};

use super::self_type;
use crate::diagnostics::Errors;
use crate::parse::kind::Kind;

/// A type that can be named outside of the function.
#[derive(Clone)]
pub(crate) struct NamedType {
    /// As in the signature.
    pub(crate) written: Type,
    /// With `Self` resolved, and for the generated item only.
    pub(crate) rooted: TokenStream,
}

impl NamedType {
    /// The type of a parameter.
    pub(crate) fn of_param(
        ty: &Type,
        kind: Kind,
        self_ty: Option<&Type>,
        errors: &mut Errors,
    ) -> Self {
        inspect(ty, &mut |found| match found {
            // `State<&'static str>` is context; an argument of its own cannot be borrowed at all.
            Unnameable::Reference(reference)
                if is_static(reference) && !matches!(ty, Type::Reference(_)) => {}
            Unnameable::Reference(reference) => errors.on(
                reference,
                format!(
                    "a {kind} owns its parameters and cannot borrow them; take `{}`",
                    owned(reference)
                ),
            ),
            Unnameable::Impl(ty) => errors.on(
                ty,
                format!(
                    "a {kind}'s parameters have one concrete type, which the schema is made from; \
                     name the type"
                ),
            ),
            Unnameable::Infer(ty) => {
                errors.on(ty, "the schema is made from the parameter's type; name it");
            }
        });
        Self::new(ty, self_ty)
    }

    /// The type that a function returns, `()` where none is written.
    pub(crate) fn of_output(
        output: &ReturnType,
        kind: Kind,
        self_ty: Option<&Type>,
        errors: &mut Errors,
    ) -> Self {
        let ReturnType::Type(_, ty) = output else {
            return Self::new(&syn::parse_quote!(()), None);
        };
        if let Type::Never(never) = &**ty {
            errors.on(
                never,
                format!("a {kind} that never returns has no result; {}", something(kind)),
            );
        }
        inspect(ty, &mut |found| {
            match found {
            Unnameable::Reference(reference) if is_static(reference) => {}
            Unnameable::Reference(reference) => errors.on(
                reference,
                format!(
                    "a {kind}'s result is sent after the call has ended; return `{}`",
                    owned(reference)
                ),
            ),
            Unnameable::Impl(ty) => errors.on(
                ty,
                format!(
                    "a {kind}'s result has one concrete type; name the type, and make the function \
                     `async` if it returns a future"
                ),
            ),
            // The compiler's own message says what to write.
            Unnameable::Infer(_) => {}
        }
        });
        Self::new(ty, self_ty)
    }

    /// The same type, were it an argument; context is reported at `key`, once: what else is
    /// demanded of a type that cannot be named is not reported any more.
    pub(crate) fn into_argument(self, key: Span) -> Self {
        let ty = self_type::located_at(self.rooted, key);
        Self { rooted: quote_spanned!(key=> __rt::Arg<#ty, _>), ..self }
    }

    fn new(ty: &Type, self_ty: Option<&Type>) -> Self {
        let tokens = ty.to_token_stream();
        let rooted = match self_ty {
            Some(self_ty) => self_type::resolve(tokens, self_ty),
            None => tokens,
        };
        Self { written: ty.clone(), rooted }
    }
}

/// What to return in place of nothing.
pub(crate) fn something(kind: Kind) -> &'static str {
    match kind {
        Kind::Tool | Kind::Method => "return `()`",
        Kind::Prompt => "return what the model is to read: `-> String`, or `-> Vec<PromptMessage>`",
        Kind::Resource => {
            "return its contents: `-> String` for text, `-> Vec<u8>` for bytes, or `-> Json<T>`"
        }
    }
}

/// A part of a type that means something only inside the signature.
enum Unnameable<'a> {
    Reference(&'a TypeReference),
    Impl(&'a Type),
    Infer(&'a Type),
}

/// Visits what cannot be named, outermost first and not inside of it.
///
/// Not a `syn` visitor: function pointers and trait objects bind their own lifetimes, so the walk
/// must stop there.
fn inspect<'a>(ty: &'a Type, visit: &mut impl FnMut(Unnameable<'a>)) {
    match ty {
        Type::Reference(reference) => visit(Unnameable::Reference(reference)),
        Type::ImplTrait(_) => visit(Unnameable::Impl(ty)),
        Type::Infer(_) => visit(Unnameable::Infer(ty)),
        Type::Array(array) => inspect(&array.elem, visit),
        Type::Slice(slice) => inspect(&slice.elem, visit),
        Type::Group(group) => inspect(&group.elem, visit),
        Type::Paren(paren) => inspect(&paren.elem, visit),
        Type::Tuple(tuple) => tuple.elems.iter().for_each(|ty| inspect(ty, visit)),
        Type::Path(path) => {
            for segment in &path.path.segments {
                if let PathArguments::AngleBracketed(arguments) = &segment.arguments {
                    for argument in &arguments.args {
                        if let GenericArgument::Type(ty) = argument {
                            inspect(ty, visit);
                        }
                    }
                }
            }
        }
        _ => {}
    }
}

fn is_static(reference: &TypeReference) -> bool {
    reference.lifetime.as_ref().is_some_and(|lifetime| lifetime.ident == "static")
}

/// The owned type to write instead of a reference.
fn owned(reference: &TypeReference) -> String {
    match &*reference.elem {
        Type::Slice(slice) => format!("Vec<{}>", display(&slice.elem)),
        Type::Path(path) if path.path.is_ident("str") => "String".into(),
        Type::Path(path) if path.path.is_ident("Path") => "PathBuf".into(),
        Type::TraitObject(object) => {
            format!("Box<{}>", display(&Type::TraitObject(object.clone())))
        }
        other => display(other),
    }
}

/// A type or another short piece of code as a person writes it, without the blanks that tokens are printed with.
pub(crate) fn display(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (spaced, tight) in [
        (" :: ", "::"),
        (":: ", "::"),
        (" < ", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("& ", "&"),
        (" ;", ";"),
        ("[ ", "["),
        (" ]", "]"),
        ("( ", "("),
        (" )", ")"),
        (" . ", "."),
    ] {
        text = text.replace(spaced, tight);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_as_written_by_people() {
        for text in [
            "String",
            "Option<Vec<u8>>",
            "std::collections::BTreeMap<String, Vec<(u8, u8)>>",
            "[u8; 4]",
            "&'static str",
            "<A as B>::C",
        ] {
            assert_eq!(display(&syn::parse_str::<Type>(text).expect("a type")), text);
        }
    }

    #[test]
    fn references_become_owned() {
        for (reference, instead) in [
            ("&str", "String"),
            ("&mut [u8]", "Vec<u8>"),
            ("&'a Path", "PathBuf"),
            ("&Weather", "Weather"),
            ("&dyn Any", "Box<dyn Any>"),
        ] {
            assert_eq!(owned(&syn::parse_str(reference).expect("a reference")), instead);
        }
    }
}
