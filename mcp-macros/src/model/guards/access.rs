//! Who may use it.

use crate::diagnostics::Errors;
use crate::parse::Written;
use crate::parse::guards_attr::GuardsAttr;
use crate::parse::kind::Kind;

/// What a function demands of its callers.
pub(crate) enum Access {
    /// What the server demands.
    Server,
    /// Nothing.
    Public,
    /// To have proved who they are, and these scopes.
    Scopes(Vec<String>),
}

impl Access {
    pub(super) fn new(attr: &GuardsAttr, kind: Kind, errors: &mut Errors) -> Self {
        let public = attr.public.as_ref().is_some_and(|public| public.value);
        let Some(auth) = &attr.auth else {
            return if public { Self::Public } else { Self::Server };
        };
        if public {
            errors.on(
                &auth.key,
                format!(
                    "`public` opens the {kind} to everybody, and `auth` to those with a credential; \
                     remove one"
                ),
            );
        }
        check_repeated(&auth.scopes, errors);
        Self::Scopes(auth.scopes.iter().map(|scope| scope.value.clone()).collect())
    }
}

fn check_repeated(scopes: &[Written<String>], errors: &mut Errors) {
    for (index, scope) in scopes.iter().enumerate() {
        if scopes[..index].iter().any(|earlier| earlier.value == scope.value) {
            errors.on(
                &scope.tokens,
                format!("the scope `{}` is listed twice; remove one", scope.value),
            );
        }
    }
}
