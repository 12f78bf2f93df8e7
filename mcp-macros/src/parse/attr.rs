//! The attribute of a function, whichever of them it is.

use proc_macro2::TokenStream;

use super::handler_attr::HandlerAttr;
use super::kind::Kind;
use super::method_attr::MethodAttr;
use super::resource_attr::ResourceAttr;
use super::tool_attr::ToolAttr;
use super::{method_attr, prompt_attr, resource_attr, tool_attr};
use crate::diagnostics::Errors;

/// What the attribute of a function says.
pub(crate) struct Attr {
    pub(crate) handler: HandlerAttr,
    pub(crate) own: Own,
}

/// What only attributes of this kind can say.
pub(crate) enum Own {
    Tool(ToolAttr),
    Prompt,
    Resource(Box<ResourceAttr>),
    Method(Box<MethodAttr>),
}

impl Attr {
    /// Reads what is between the attribute's parentheses.
    pub(crate) fn parse(kind: Kind, arguments: TokenStream, errors: &mut Errors) -> Self {
        match kind {
            Kind::Tool => tool_attr::parse(arguments, errors),
            Kind::Prompt => prompt_attr::parse(arguments, errors),
            Kind::Resource => resource_attr::parse(arguments, errors),
            Kind::Method => method_attr::parse(arguments, errors),
        }
    }
}

impl Own {
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Tool(_) => Kind::Tool,
            Self::Prompt => Kind::Prompt,
            Self::Resource(_) => Kind::Resource,
            Self::Method(_) => Kind::Method,
        }
    }
}
