//! The fields that a report mentions.

use syn::{Fields, Member, Type};

use crate::diagnostics::nearest;

/// The type of a field, if there is such a field.
pub(super) fn find<'a>(fields: &'a Fields, member: &Member) -> Option<&'a Type> {
    fields
        .iter()
        .zip(fields.members())
        .find(|(_, candidate)| candidate == member)
        .map(|(field, _)| &field.ty)
}

/// What to say where there is none.
pub(super) fn no_such(member: &Member, fields: &Fields) -> String {
    let names: Vec<String> = fields.members().map(|member| text(&member)).collect();
    let written = text(member);
    let hint = nearest(&written, names.iter().map(String::as_str))
        .map(|meant| format!(" (did you mean `{meant}`?)"))
        .unwrap_or_default();
    format!("there is no field `{written}` here{hint}")
}

fn text(member: &Member) -> String {
    match member {
        Member::Named(ident) => ident.to_string(),
        Member::Unnamed(index) => index.index.to_string(),
    }
}
