//! Guards as calls that the compiler evaluates.

use mcp_literals::{Breaker, Cache, Cost};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use crate::literal::limit::{Limit, Per};
use crate::model::guards::{Access, Check, Guards};

/// The setter of the definition; nothing where no guard is written, so that the defaults hold.
pub(super) fn expand(guards: &Guards) -> Option<TokenStream> {
    let access = access(&guards.access);
    let timeout = guards.timeout_ms.map(|millis| quote!(.timeout_ms(#millis)));
    let rates = list(&guards.rates, rate).map(|rates| quote!(.rates(#rates)));
    let concurrency = guards.concurrency.map(|calls| quote!(.concurrency(#calls)));
    let queue = guards.queue.map(|calls| quote!(.queue(#calls)));
    let queue_timeout = guards.queue_timeout_ms.map(|millis| quote!(.queue_timeout_ms(#millis)));
    let cost = guards.cost.map(|cost| {
        let amount = amount(cost);
        quote!(.cost(#amount))
    });
    let budget = guards.budget.as_ref().map(|Limit { most, window_ms, per }| {
        let (most, per) = (amount(*most), self::per(per));
        quote!(.budget(__rt::BudgetDef::new(#most, #window_ms, #per)))
    });
    let breaker = guards.breaker.map(|Breaker { failures, window_ms }| {
        quote!(.breaker(__rt::BreakerDef::new(#failures, #window_ms)))
    });
    let cache = guards
        .cache
        .map(|Cache { ttl_ms, public }| quote!(.cache(__rt::CacheDef::new(#ttl_ms, #public))));
    let max_output = guards.max_output.map(|bytes| quote!(.max_output(#bytes)));
    let checks = list(&guards.checks, check).map(|checks| quote!(.checks(#checks)));
    let written = quote! {
        #access #timeout #rates #concurrency #queue #queue_timeout #cost #budget #breaker #cache
        #max_output #checks
    };
    (!written.is_empty()).then(|| quote!(.guards(__rt::Guards::new() #written)))
}

fn access(access: &Access) -> Option<TokenStream> {
    let access = match access {
        Access::Server => return None,
        Access::Public => quote!(__rt::AccessDef::Public),
        Access::Scopes(scopes) => quote!(__rt::AccessDef::Scopes(&[#(#scopes),*])),
    };
    Some(quote!(.access(#access)))
}

fn list<T>(values: &[T], expand: impl Fn(&T) -> TokenStream) -> Option<TokenStream> {
    let values = values.iter().map(expand);
    (values.len() > 0).then(|| quote!(&[#(#values),*]))
}

fn rate(Limit { most, window_ms, per }: &Limit<u32>) -> TokenStream {
    let per = self::per(per);
    quote!(__rt::RateDef::new(#most, #window_ms, #per))
}

fn per(per: &Per) -> TokenStream {
    match per {
        Per::Caller => quote!(__rt::PerDef::Caller),
        Per::Server => quote!(__rt::PerDef::Server),
        Per::Argument(name) => quote!(__rt::PerDef::Argument(#name)),
    }
}

fn amount(Cost { nanos, unit }: Cost) -> TokenStream {
    let unit = unit.map_or_else(
        || quote!(::core::option::Option::None),
        |sign| quote!(::core::option::Option::Some(#sign)),
    );
    quote!(__rt::AmountDef::new(#nanos, #unit))
}

/// All of it lies at the path, so that a function of the wrong form is reported there.
fn check(Check { path, .. }: &Check) -> TokenStream {
    quote_spanned!(path.span()=> |__call| __rt::check(#path, __call))
}
