//! The call: arguments taken out, the function run, its result handed back.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::applied::{self, Inferred};
use super::{callee, default};
use crate::model::handler::Handler;
use crate::model::param::{Param, Shape};
use crate::parse::kind::Kind;

/// The local variables. Their spans hide them from the user's expressions; the underscores keep
/// them apart from the user's constants, which no pattern can shadow.
struct Locals {
    call: Ident,
    ctx: Ident,
    this: Ident,
    reply: Ident,
    slots: Vec<Ident>,
    values: Vec<Ident>,
}

impl Locals {
    fn new(handler: &Handler) -> Self {
        let local = |name: &str| format_ident!("__{name}", span = Span::mixed_site());
        let numbered = |prefix: &str| {
            (0..handler.params.len())
                .map(|index| format_ident!("__{prefix}{index}", span = Span::mixed_site()))
                .collect()
        };
        Self {
            call: local("call"),
            ctx: local("ctx"),
            this: local("this"),
            reply: local("reply"),
            slots: numbered("slot"),
            values: numbered("value"),
        }
    }
}

/// The closure that prepares one call.
pub(crate) fn expand(handler: &Handler) -> TokenStream {
    let locals = Locals::new(handler);
    let Locals { call, ctx, this, slots, values, .. } = &locals;
    let receiver = handler.callee.self_ty.as_ref().filter(|_| handler.callee.has_receiver);
    let this_slot = receiver
        .map(|self_ty| quote_spanned!(self_ty.span()=> let #this = #call.receiver::<#self_ty>();));
    let this_value = receiver.map(|_| quote!(let #this = #this.get(&#ctx).await?;));
    let take = handler.params.iter().enumerate().map(|(index, param)| {
        let slot = &slots[index];
        let taken = take(call, index, param);
        quote!(let #slot = #taken;)
    });
    let reply = reply(handler, &locals);
    let uses_call = (this_slot.is_some() || !handler.params.is_empty()).then(|| quote!(mut));
    let uses_ctx = this_slot.is_some() || !handler.params.is_empty() || !handler.callee.is_async;
    let ctx_param = if uses_ctx { quote!(#ctx) } else { quote!(_) };
    // A handler that is not `Send` is reported where the closure is handed over: at the function's
    // name.
    let run = quote_spanned! {handler.callee.ident.span()=>
        #call.run(move |#ctx_param: __rt::Context| async move {
            #this_value
            #(let #values = #slots.get(&#ctx).await?;)*
            #reply
        })
    };
    quote! {
        |#uses_call #call: __rt::Call<'_>| {
            #this_slot
            #(#take)*
            #run
        }
    }
}

/// What will produce a parameter's value once the call is allowed to run.
fn take(call: &Ident, index: usize, param: &Param) -> TokenStream {
    let ty = &param.ty;
    let Shape::Member(argument) = &param.shape else {
        return applied::call("Call", "flatten", (ty, Inferred::None), quote!(&mut #call));
    };
    let Some(default) = &argument.default else {
        let arguments = quote!(&mut #call, #index);
        return applied::call("Call", "param", (ty, Inferred::One), arguments);
    };
    let default = default::function(default, &ty.rooted);
    let arguments = quote!(&mut #call, #index, #default);
    applied::call("Call", "param_or", (ty, Inferred::One), arguments)
}

fn reply(handler: &Handler, locals: &Locals) -> TokenStream {
    let Locals { ctx, this, reply, values, .. } = locals;
    let span = handler.callee.ident.span();
    let function = callee::path(&handler.callee);
    let this = handler.callee.has_receiver.then(|| quote!(&#this,));
    let call = quote_spanned!(span=> #function(#this #(#values),*));
    // Bound to a name first, so that a result which does not convert is reported at the type and
    // not at the call.
    let output = &handler.output.rooted;
    let convert = match handler.served.kind() {
        Kind::Tool => "reply",
        Kind::Prompt => "reply_prompt",
        Kind::Resource => "reply_resource",
        Kind::Method => "reply_method",
    };
    let place = handler.output.written.span();
    let convert = Ident::new(convert, place);
    let bind = quote_spanned!(place=> let #reply = __rt::#convert::<#output>;);
    if handler.callee.is_async {
        return quote_spanned!(span=> #bind #reply(#call.await));
    }
    // A closure that only passes nothing on would be a lint in the user's crate.
    let run = if this.is_none() && values.is_empty() { function } else { quote!(move || #call) };
    quote_spanned!(span=> #bind #reply(__rt::blocking(&#ctx, #run).await?))
}
