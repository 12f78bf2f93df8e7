//! Everything that expansion needs to know about one function.

use syn::{Attribute, Ident, ReturnType, Type, Visibility};

use super::guards::{Guarded, Guards};
use super::method::Method;
use super::name;
use super::param::{self, Param};
use super::resource::Resource;
use super::runtime::RuntimePath;
use super::signature::{self, Place};
use super::types::{NamedType, something};
use crate::diagnostics::Errors;
use crate::literal::json::Json;
use crate::parse::Written;
use crate::parse::attr::{Attr, Own};
use crate::parse::doc::{self, Doc};
use crate::parse::function::{Body, Function};
use crate::parse::icon::Icon;
use crate::parse::kind::Kind;
use crate::parse::tool_attr::{Hint, HintKind, ToolAttr};

/// A function that clients reach.
pub(crate) struct Handler {
    pub(crate) served: Served,
    pub(crate) runtime: RuntimePath,
    /// `#[cfg]`, which the generated items must share with the function.
    pub(crate) conditions: Vec<Attribute>,
    pub(crate) callee: Callee,
    pub(crate) name: String,
    pub(crate) title: Option<String>,
    pub(crate) description: Option<Doc>,
    pub(crate) icons: Vec<Icon>,
    pub(crate) meta: Vec<(String, Json)>,
    pub(crate) guards: Guards,
    pub(crate) params: Vec<Param>,
    pub(crate) output: NamedType,
}

/// As what clients reach it.
pub(crate) enum Served {
    Tool(ToolAttr),
    Prompt,
    Resource(Resource),
    Method(Method),
}

/// How the function is called.
pub(crate) struct Callee {
    pub(crate) ident: Ident,
    /// The type whose function it is.
    pub(crate) self_ty: Option<Type>,
    pub(crate) has_receiver: bool,
    pub(crate) is_async: bool,
    pub(crate) is_public: bool,
}

/// The impl block around a method.
pub(crate) struct Owner<'a> {
    pub(crate) self_ty: &'a Type,
    pub(crate) prefix: Option<&'a Written<String>>,
    pub(crate) runtime: &'a RuntimePath,
}

impl Handler {
    /// What `function` is meant to be; it is that if nothing was reported.
    pub(crate) fn new(
        Attr { handler: attr, own }: Attr,
        function: &Function,
        owner: Option<&Owner<'_>>,
        errors: &mut Errors,
    ) -> Self {
        let (kind, sig) = (own.kind(), &function.sig);
        let self_ty = owner.map(|owner| owner.self_ty);
        let place = if owner.is_some() { Place::ImplBlock } else { Place::Free };
        signature::check(sig, kind, place, errors);
        check_function(function, kind, errors);
        let runtime = match (attr.krate, owner) {
            (None, Some(owner)) => owner.runtime.clone(),
            (path, _) => RuntimePath::new(path),
        };
        let prefix = owner.and_then(|owner| owner.prefix);
        let mut params = param::of_signature(sig, kind, self_ty, errors);
        let mut named = None;
        let served = match own {
            Own::Tool(tool) => {
                check_hints(&tool.hints, errors);
                Served::Tool(tool)
            }
            Own::Prompt => Served::Prompt,
            Own::Resource(own) => {
                Served::Resource(Resource::new(*own, &attr.guards, sig, &mut params, errors))
            }
            Own::Method(own) => {
                let (method, name) = Method::new(*own, sig, errors);
                named = Some(name);
                Served::Method(method)
            }
        };
        let name = named.unwrap_or_else(|| {
            name::handler_name(kind, attr.name.as_ref(), prefix, &sig.ident, errors)
        });
        let guarded = Guarded { kind, read_only: served.is_read_only(), params: &params, self_ty };
        let guards = Guards::new(attr.guards, &guarded, errors);
        Self {
            served,
            runtime,
            conditions: conditions(&function.attrs),
            callee: Callee {
                ident: sig.ident.clone(),
                self_ty: self_ty.cloned(),
                has_receiver: sig.receiver().is_some(),
                is_async: sig.asyncness.is_some(),
                is_public: matches!(function.vis, Visibility::Public(_)),
            },
            name,
            title: attr.title,
            description: attr
                .description
                .map(Doc::Text)
                .or_else(|| doc::description(&function.attrs)),
            icons: attr.icons,
            meta: attr.meta,
            guards,
            params,
            output: NamedType::of_output(&sig.output, kind, self_ty, errors),
        }
    }
}

/// The attributes that decide whether the function exists at all.
pub(crate) fn conditions(attributes: &[Attribute]) -> Vec<Attribute> {
    let is_condition =
        |attr: &&Attribute| attr.path().is_ident("cfg") || attr.path().is_ident("cfg_attr");
    attributes.iter().filter(is_condition).filter(|attr| mentions_cfg(attr)).cloned().collect()
}

/// `cfg_attr` matters only where it adds a `cfg`; anything else it adds is for the function alone.
fn mentions_cfg(attr: &Attribute) -> bool {
    let syn::Meta::List(list) = &attr.meta else {
        return false;
    };
    attr.path().is_ident("cfg")
        || list
            .tokens
            .clone()
            .into_iter()
            .any(|token| matches!(token, proc_macro2::TokenTree::Ident(ident) if ident == "cfg"))
}

fn check_function(function: &Function, kind: Kind, errors: &mut Errors) {
    if let Body::Missing(semicolon) = &function.body {
        errors.on(semicolon, format!("a {kind} needs a body; write `{{ .. }}`"));
    }
    if let (ReturnType::Default, Kind::Prompt | Kind::Resource) = (&function.sig.output, kind) {
        errors.on(&function.sig.ident, format!("this {kind} says nothing; {}", something(kind)));
    }
    for attr in &function.attrs {
        if let Some(other) = Kind::of(attr) {
            let message = if other == kind {
                format!("`#[{}]` is there twice; remove one", kind.attribute())
            } else {
                format!(
                    "this function is a {kind} already; write another one for the {other}, which \
                     may call this one"
                )
            };
            errors.on(attr, message);
        }
        if attr.path().is_ident("arg") {
            errors.on(attr, "`#[arg]` belongs to one parameter; put it in front of the parameter");
        }
    }
}

impl Served {
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Tool(_) => Kind::Tool,
            Self::Prompt => Kind::Prompt,
            Self::Resource(_) => Kind::Resource,
            Self::Method(_) => Kind::Method,
        }
    }

    fn is_read_only(&self) -> bool {
        match self {
            Self::Tool(tool) => {
                tool.hints.iter().any(|hint| hint.kind == HintKind::ReadOnly && hint.written.value)
            }
            // Nobody but its author knows what a method does.
            Self::Prompt | Self::Resource(_) | Self::Method(_) => true,
        }
    }
}

fn check_hints(hints: &[Hint], errors: &mut Errors) {
    let mut contradicting = hints.iter().filter(|hint| {
        hint.written.value && matches!(hint.kind, HintKind::ReadOnly | HintKind::Destructive)
    });
    // Whichever comes second turned the attribute into a contradiction.
    if let Some(second) = contradicting.nth(1) {
        errors.on(
            &second.written.tokens,
            "a tool that only reads destroys nothing; remove `read_only` or `destructive`",
        );
    }
}
