//! Which types a key of `#[arg(..)]` applies to.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::num::{
    NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroIsize, NonZeroU8, NonZeroU16, NonZeroU32,
    NonZeroU64, NonZeroUsize,
};
use std::path::PathBuf;

macro_rules! constraint {
    ($(#[$meta:meta])* $name:ident: $($ty:ty),* ; $($generic:ty),*) => {
        $(#[$meta])*
        pub trait $name {}
        $(#[diagnostic::do_not_recommend] impl $name for $ty {})*
        $(#[diagnostic::do_not_recommend] impl<T: $name> $name for $generic {})*
    };
}

constraint! {
    /// Types that `#[arg(min = .., max = ..)]` applies to. Implement it for
    /// a numeric newtype of your own.
    #[diagnostic::on_unimplemented(
        message = "`min`, `max`, `exclusive_min`, `exclusive_max` and `multiple_of` apply to numbers, and `{Self}` is not one",
        label = "not a number",
        note = "for strings and lists use `min_length` and `max_length`",
        note = "for a numeric type of your own: `impl mcp_runtime::Ranged for {Self} {{}}`"
    )]
    Ranged: u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64,
        NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64, NonZeroUsize,
        NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroIsize;
    Option<T>, Vec<T>, VecDeque<T>, BTreeSet<T>, HashSet<T>
}

constraint! {
    /// Types that `#[arg(min_length = .., max_length = ..)]` applies to.
    #[diagnostic::on_unimplemented(
        message = "`min_length` and `max_length` apply to strings, lists and maps, and `{Self}` is none of them",
        label = "has no length",
        note = "for numbers use `min` and `max`",
        note = "for a type of your own that is a string, list or map on the wire: `impl mcp_runtime::Measured for {Self} {{}}`"
    )]
    Measured: String, Box<str>, Cow<'_, str>, PathBuf; Option<T>
}

constraint! {
    /// Types that are one text on the wire of prompts and resources: strings,
    /// numbers, booleans and enums. Implement it for a type of your own that is
    /// one of these in JSON; `#[mcp_type]` does so for an enum without fields.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not one text",
        label = "not a string, a number, `bool` or an enum",
        note = "for a type of your own that is one of these in JSON: `impl mcp_runtime::Scalar for {Self} {{}}`"
    )]
    Scalar: String, Box<str>, Cow<'_, str>, PathBuf, char, bool,
        u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64,
        NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64, NonZeroUsize,
        NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroIsize;
    Option<T>
}

#[diagnostic::do_not_recommend]
impl<T> Measured for Vec<T> {}
#[diagnostic::do_not_recommend]
impl<T> Measured for VecDeque<T> {}
#[diagnostic::do_not_recommend]
impl<T> Measured for BTreeSet<T> {}
#[diagnostic::do_not_recommend]
impl<T, S> Measured for HashSet<T, S> {}
#[diagnostic::do_not_recommend]
impl<K, V> Measured for BTreeMap<K, V> {}
#[diagnostic::do_not_recommend]
impl<K, V, S> Measured for HashMap<K, V, S> {}

constraint! {
    /// Types that `#[arg(unique)]` applies to.
    #[diagnostic::on_unimplemented(
        message = "`unique` applies to lists, and `{Self}` is not one",
        label = "not a list",
        note = "remove it: a single value repeats nothing, and the keys of a map differ anyway",
        note = "for a type of your own that is a list on the wire: `impl mcp_runtime::Listed for {Self} {{}}`"
    )]
    Listed: ; Option<T>
}

#[diagnostic::do_not_recommend]
impl<T> Listed for Vec<T> {}
#[diagnostic::do_not_recommend]
impl<T> Listed for VecDeque<T> {}
#[diagnostic::do_not_recommend]
impl<T> Listed for BTreeSet<T> {}
#[diagnostic::do_not_recommend]
impl<T, S> Listed for HashSet<T, S> {}

constraint! {
    /// Types that `#[arg(pattern = ..)]` applies to.
    #[diagnostic::on_unimplemented(
        message = "`pattern` applies to strings, and `{Self}` is not one",
        label = "not a string",
        note = "for numbers use `min` and `max`; for a choice of any values `one_of`",
        note = "for a type of your own that is a string on the wire: `impl mcp_runtime::Textual for {Self} {{}}`"
    )]
    Textual: String, Box<str>, Cow<'_, str>, PathBuf, char;
    Option<T>, Vec<T>, VecDeque<T>, BTreeSet<T>, HashSet<T>
}

constraint! {
    /// Types that `#[arg(header = ..)]` applies to: the specification mirrors
    /// integers, strings and booleans only (server/tools, "x-mcp-header").
    #[diagnostic::on_unimplemented(
        message = "`header` applies to strings, integers and booleans, and `{Self}` is none of them",
        label = "cannot be mirrored into a header",
        note = "fractions, lists and structs have no header form; see `x-mcp-header` in the MCP specification"
    )]
    Mirrored: String, Box<str>, Cow<'_, str>, PathBuf, char, bool, u8, u16, u32, u64, usize, i8, i16, i32, i64, isize; Option<T>
}
