use crate::error::Problems;
use crate::handler::{Added, DynamicPrompt, DynamicResource, DynamicTool, HandlerRef};
use crate::usage::Kind;

/// What can be added: an annotated function, chosen by
/// [`tools!`](crate::tools) and its like, or one that is made at run time.
#[derive(Debug)]
pub struct NewHandler<D>(One<D>);

#[derive(Debug)]
enum One<D> {
    Function(HandlerRef),
    Dynamic(Box<D>),
}

impl<D> From<HandlerRef> for NewHandler<D> {
    fn from(function: HandlerRef) -> Self {
        Self(One::Function(function))
    }
}

/// Of `tools![function]`.
impl<D> From<[HandlerRef; 1]> for NewHandler<D> {
    fn from([function]: [HandlerRef; 1]) -> Self {
        Self(One::Function(function))
    }
}

macro_rules! dynamic {
    ($($ty:ident is $kind:ident),*) => {$(
        impl From<$ty> for NewHandler<$ty> {
            fn from(dynamic: $ty) -> Self {
                Self(One::Dynamic(Box::new(dynamic)))
            }
        }

        impl NewHandler<$ty> {
            /// Empty where the source says it.
            pub(super) fn name(&self) -> &str {
                match &self.0 {
                    One::Function(_) => "",
                    One::Dynamic(dynamic) => dynamic.name(),
                }
            }

            pub(super) fn compile(self, problems: &mut Problems) -> Option<Added> {
                match self.0 {
                    One::Function(function) => Added::function(Kind::$kind, function, problems),
                    One::Dynamic(dynamic) => {
                        dynamic.compile(problems).map(|it| Added::$kind(Box::new(it)))
                    }
                }
            }
        }
    )*};
}

dynamic!(DynamicTool is Tool, DynamicPrompt is Prompt, DynamicResource is Resource);
