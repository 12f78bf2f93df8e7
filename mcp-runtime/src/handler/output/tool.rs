use std::borrow::Cow;

use schemars::Schema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::error::{CallError, IntoCallError};
use crate::handler::Generators;
use crate::handler::demand::Structured;
use crate::protocol::content::Content;

/// A tool's result, ready to be sent: content blocks, structured content, or both.
#[derive(Debug, Default)]
pub struct ToolOutput {
    pub(crate) body: Body,
    /// JSON text, serialized once and used twice.
    pub(crate) structured: Option<String>,
    pub(crate) meta: Option<Map<String, Value>>,
}

#[derive(Debug)]
pub(crate) enum Body {
    /// The common case, without a list around it.
    Text(Cow<'static, str>),
    Blocks(Vec<Content>),
    /// The structured content as text, for clients that read only text.
    Structured,
}

impl Default for Body {
    fn default() -> Self {
        Self::Blocks(Vec::new())
    }
}

impl ToolOutput {
    /// An empty result.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a content block.
    #[must_use]
    pub fn content(mut self, block: impl IntoContent) -> Self {
        let mut blocks = match self.body {
            Body::Blocks(blocks) => blocks,
            Body::Text(text) => vec![Content::text(text)],
            Body::Structured => Vec::new(),
        };
        blocks.push(block.into_content());
        self.body = Body::Blocks(blocks);
        self
    }

    /// Sets the structured content. Where no block was added, its text form
    /// becomes the content, as the specification asks for older clients.
    ///
    /// # Errors
    /// INTERNAL where the value does not serialize to JSON.
    pub fn structured(mut self, value: &impl Serialize) -> Result<Self, CallError> {
        self.structured = Some(serde_json::to_string(value).map_err(CallError::internal)?);
        if matches!(&self.body, Body::Blocks(blocks) if blocks.is_empty()) {
            self.body = Body::Structured;
        }
        Ok(self)
    }

    /// Bytes of what the tool has to say: texts, encoded data and structured
    /// content, without the protocol around them.
    pub(crate) fn size(&self) -> usize {
        let body = match &self.body {
            Body::Text(text) => text.len(),
            Body::Blocks(blocks) => blocks.iter().map(Content::size).sum(),
            Body::Structured => 0,
        };
        body + self.structured.as_ref().map_or(0, String::len)
    }

    /// Adds one member of the result's `_meta`.
    #[must_use]
    pub fn meta(mut self, key: impl Into<String>, value: impl Into<Value>) -> Self {
        self.meta.get_or_insert_default().insert(key.into(), value.into());
        self
    }
}

/// A type that a tool can return.
///
/// Implemented for strings, numbers, `bool`, `()`, [`Json<T>`], content
/// blocks, lists of blocks or strings, [`ToolOutput`], `Option` of these
/// (nothing gives an empty result), and `Result` of any of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the result of a tool",
    label = "not a tool result",
    note = "wrap a serializable value: return `Json<{Self}>`; it needs `#[mcp_type]`, or `#[derive(serde::Serialize, schemars::JsonSchema)]`",
    note = "or return a string, a number, `bool`, `()`, `Content`, `Vec<Content>`, `ToolOutput`, or a `Result` of one of these"
)]
pub trait IntoToolOutput {
    /// Converts the value.
    ///
    /// # Errors
    /// The tool's own failure, or INTERNAL where the value does not serialize.
    fn into_tool_output(self) -> Result<ToolOutput, CallError>;

    /// The schema of the structured content, if there is any.
    fn output_schema(generators: &mut Generators) -> Option<Schema> {
        let _ = generators;
        None
    }
}

/// Structured content: `T` as JSON, with an output schema.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Json<T>(pub T);

impl<T> std::ops::Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Structured> IntoToolOutput for Json<T> {
    fn into_tool_output(self) -> Result<ToolOutput, CallError> {
        ToolOutput::new().structured(&self.0)
    }

    fn output_schema(generators: &mut Generators) -> Option<Schema> {
        Some(generators.output().root_schema_for::<T>())
    }
}

impl<T: IntoToolOutput, E: IntoCallError> IntoToolOutput for Result<T, E> {
    fn into_tool_output(self) -> Result<ToolOutput, CallError> {
        match self {
            Ok(value) => value.into_tool_output(),
            Err(error) => Err(error.into_call_error()),
        }
    }

    fn output_schema(generators: &mut Generators) -> Option<Schema> {
        T::output_schema(generators)
    }
}

impl<T: IntoToolOutput> IntoToolOutput for Option<T> {
    fn into_tool_output(self) -> Result<ToolOutput, CallError> {
        self.map_or_else(|| Ok(ToolOutput::new()), T::into_tool_output)
    }
}

impl IntoToolOutput for ToolOutput {
    fn into_tool_output(self) -> Result<ToolOutput, CallError> {
        Ok(self)
    }
}

impl IntoToolOutput for () {
    fn into_tool_output(self) -> Result<ToolOutput, CallError> {
        Ok(ToolOutput::new())
    }
}

impl<T: IntoContent> IntoToolOutput for Vec<T> {
    fn into_tool_output(self) -> Result<ToolOutput, CallError> {
        let blocks = self.into_iter().map(IntoContent::into_content).collect();
        Ok(ToolOutput { body: Body::Blocks(blocks), ..ToolOutput::default() })
    }
}

impl IntoToolOutput for Content {
    fn into_tool_output(self) -> Result<ToolOutput, CallError> {
        Ok(ToolOutput::new().content(self))
    }
}

/// A type that is one content block.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a content block",
    note = "return `Json<Vec<{Self}>>` for a list of values, or `Vec<Content>` for a list of blocks"
)]
pub trait IntoContent {
    /// Converts the value.
    fn into_content(self) -> Content;
}

impl IntoContent for Content {
    fn into_content(self) -> Content {
        self
    }
}

macro_rules! text {
    ($($ty:ty => |$value:ident| $text:expr),* $(,)?) => {$(
        impl IntoToolOutput for $ty {
            fn into_tool_output(self) -> Result<ToolOutput, CallError> {
                let $value = self;
                Ok(ToolOutput { body: Body::Text($text), ..ToolOutput::default() })
            }
        }

        impl IntoContent for $ty {
            fn into_content(self) -> Content {
                let $value = self;
                let text: Cow<'static, str> = $text;
                Content::text(text)
            }
        }
    )*};
}

text! {
    String => |value| Cow::Owned(value),
    Box<str> => |value| Cow::Owned(value.into()),
    Cow<'static, str> => |value| value,
    &'static str => |value| Cow::Borrowed(value),
    bool => |value| Cow::Borrowed(if value { "true" } else { "false" }),
    char => |value| Cow::Owned(value.to_string()),
}

macro_rules! number {
    ($($ty:ty)*) => { text! { $($ty => |value| Cow::Owned(value.to_string())),* } };
}

number! { u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 }
