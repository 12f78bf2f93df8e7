//! The user's function, with what being there for clients adds to it.

use syn::{Attribute, parse_quote};

use super::rustdoc;
use crate::model::handler::Handler;
use crate::parse::function::Function;

/// Adds the generated attributes; signature and body stay as they are.
pub(crate) fn decorate(function: &mut Function, handler: &Handler) {
    // What clippy would have the user do here is refused by these macros, or costs a thread: such
    // functions own their parameters, one for each argument that clients send, and one that is not `async`
    // runs where it may block. In front, so that the user's own lint levels win.
    let lints: Attribute = parse_quote! {
        #[allow(clippy::needless_pass_by_value, clippy::too_many_arguments, clippy::unused_async)]
    };
    function.attrs.insert(0, lints);
    function.attrs.extend(rustdoc::attributes(handler));
}
