//! The static description: everything known without looking at types.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::{describe, doc, guards, invoke, resource};
use crate::literal::json::Json;
use crate::model::handler::{Handler, Served};
use crate::parse::icon::Icon;
use crate::parse::tool_attr::{Hint, HintKind, Task};

/// The definition of a function, as what clients reach it.
pub(crate) fn expand(handler: &Handler) -> TokenStream {
    let name = &handler.name;
    let describe = describe::expand(handler);
    let invoke = invoke::expand(handler);
    let title = handler.title.as_ref().map(|title| quote!(.title(#title)));
    let description = handler.description.as_ref().map(doc::expand);
    let icons = icons(&handler.icons);
    let meta = (!handler.meta.is_empty()).then(|| {
        let object = Json::Object(handler.meta.clone()).to_string();
        quote!(.meta(#object))
    });
    let guards = guards::expand(&handler.guards);
    // `line!` answers for the place its own tokens come from.
    let declared = quote_spanned! {handler.callee.ident.span()=>
        .declared(::core::file!(), ::core::line!(), ::core::module_path!())
    };
    let function = quote! {
        __rt::HandlerDef::new(#name, __PARAMS, #describe, #invoke)
            #title #description #icons #meta #guards #declared
    };
    match &handler.served {
        Served::Tool(tool) => {
            let annotations = annotations(&tool.hints);
            let task = tool.task.map(|task| match task {
                Task::Supported => quote!(.task(__rt::TaskDef::Supported)),
                Task::Required => quote!(.task(__rt::TaskDef::Required)),
            });
            quote!(__rt::ToolDef::new(#function) #annotations #task)
        }
        Served::Prompt => quote!(__rt::PromptDef::new(#function)),
        Served::Resource(resource) => {
            let (uri, settings) = (&resource.uri, resource::settings(resource));
            quote!(__rt::ResourceDef::new(#uri, #function) #settings)
        }
        Served::Method(method) => {
            let extension = method.extension.as_ref().map(|id| quote!(.extension(#id)));
            quote!(__rt::MethodDef::new(#function) #extension)
        }
    }
}

fn annotations(hints: &[Hint]) -> Option<TokenStream> {
    let setters = hints.iter().map(|hint| {
        let value = hint.written.value;
        match hint.kind {
            HintKind::ReadOnly => quote!(.read_only(#value)),
            HintKind::Destructive => quote!(.destructive(#value)),
            HintKind::Idempotent => quote!(.idempotent(#value)),
            HintKind::OpenWorld => quote!(.open_world(#value)),
        }
    });
    (!hints.is_empty()).then(|| quote!(.annotations(__rt::Annotations::new() #(#setters)*)))
}

fn icons(icons: &[Icon]) -> Option<TokenStream> {
    let definitions = icons.iter().map(|icon| {
        let src = &icon.src;
        let mime_type = icon.mime_type.as_ref().map(|mime_type| quote!(.mime_type(#mime_type)));
        let sizes = (!icon.sizes.is_empty()).then(|| {
            let sizes = &icon.sizes;
            quote!(.sizes(&[#(#sizes),*]))
        });
        let theme = icon.theme.as_ref().map(|theme| quote!(.theme(#theme)));
        quote!(__rt::IconDef::new(#src) #mime_type #sizes #theme)
    });
    (!icons.is_empty()).then(|| quote!(.icons(&[#(#definitions),*])))
}
