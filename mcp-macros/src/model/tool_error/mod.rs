//! An error type and what each of its cases tells the caller.

mod code;
mod fields;

use syn::{Attribute, Data, DeriveInput, Fields, Generics, Ident, Member, Type};

use super::action::Action;
use super::runtime::RuntimePath;
use crate::diagnostics::Errors;
use crate::parse::Written;
use crate::parse::tool_error::{Detail, ErrorAttr, RetryAfter};

pub(crate) struct ToolError {
    pub(crate) runtime: RuntimePath,
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) cases: Vec<Case>,
}

/// A variant, or the struct itself.
pub(crate) struct Case {
    pub(crate) variant: Option<Ident>,
    pub(crate) fields: Fields,
    pub(crate) report: Report,
}

pub(crate) enum Report {
    /// Nothing but the request id leaves the server.
    Internal,
    /// The only field reports.
    Transparent(Member),
    Own(Box<OwnReport>),
}

pub(crate) struct OwnReport {
    pub(crate) code: String,
    pub(crate) action: Option<Action>,
    pub(crate) retryable: bool,
    pub(crate) retry_after: Option<RetryAfter>,
    pub(crate) details: Vec<Detail>,
}

impl ToolError {
    pub(crate) fn new(input: &DeriveInput, errors: &mut Errors) -> Self {
        let container = ErrorAttr::parse(&input.attrs, errors);
        let runtime = RuntimePath::new(container.krate.as_ref().map(|(_, path)| path.clone()));
        let cases = match &input.data {
            Data::Struct(data) => vec![Case::new(None, &data.fields, container, errors)],
            Data::Enum(data) => {
                if let Some(key) = container.own.as_ref().or(container.transparent.as_ref()) {
                    errors.on(key, format!("`{key}` describes one case; put it on a variant"));
                }
                let variants = data.variants.iter();
                variants.map(|variant| Case::of_variant(variant, errors)).collect()
            }
            Data::Union(data) => {
                errors.on(data.union_token, "a union cannot be an error; write an enum");
                Vec::new()
            }
        };
        Self { runtime, ident: input.ident.clone(), generics: input.generics.clone(), cases }
    }

    /// The same type with nothing to tell, to keep code that uses it compiling while its attributes
    /// are wrong.
    pub(crate) fn into_stub(mut self) -> Self {
        for case in &mut self.cases {
            case.report = Report::Internal;
        }
        self
    }
}

impl Case {
    fn of_variant(variant: &syn::Variant, errors: &mut Errors) -> Self {
        let attr = ErrorAttr::parse(&variant.attrs, errors);
        if let Some((key, _)) = &attr.krate {
            errors.on(key, "`crate` holds for the whole type; put it on the enum");
        }
        Self::new(Some(variant.ident.clone()), &variant.fields, attr, errors)
    }

    fn new(variant: Option<Ident>, fields: &Fields, attr: ErrorAttr, errors: &mut Errors) -> Self {
        for field in fields {
            reject_on_field(&field.attrs, errors);
        }
        let report = match (&attr.transparent, &attr.own) {
            (None, None) => Report::Internal,
            (None, Some(first)) => own_report(first.clone(), attr, fields, errors),
            (Some(transparent), own) => {
                if let Some(own) = own {
                    errors.on(
                        own,
                        format!(
                            "`transparent` leaves everything to the field; remove `{own}` or \
                             `transparent`"
                        ),
                    );
                }
                only_field(transparent, fields, errors)
            }
        };
        Self { variant, fields: fields.clone(), report }
    }

    /// The field's type, if there is such a field.
    pub(crate) fn type_of(&self, member: &Member) -> Option<&Type> {
        fields::find(&self.fields, member)
    }
}

fn reject_on_field(attributes: &[Attribute], errors: &mut Errors) {
    for attr in attributes.iter().filter(|attr| attr.path().is_ident("tool_error")) {
        errors.on(
            attr,
            "`#[tool_error]` describes a whole case; put it on the variant or the struct",
        );
    }
}

fn only_field(transparent: &Ident, fields: &Fields, errors: &mut Errors) -> Report {
    let mut members = fields.members();
    if let (Some(only), None) = (members.next(), members.next()) {
        return Report::Transparent(only);
    }
    errors.on(
        transparent,
        "`transparent` takes the report of the only field, so there must be exactly one",
    );
    Report::Internal
}

fn own_report(first: Ident, attr: ErrorAttr, fields: &Fields, errors: &mut Errors) -> Report {
    check_fields(&attr, fields, errors);
    let action = attr.action.and_then(|literal| match Action::parse(&literal) {
        Ok(action) => {
            check_action(&action, &literal, fields, errors);
            Some(action)
        }
        Err(message) => {
            errors.on(literal, message);
            None
        }
    });
    if let (Some(retryable), Some(retry_after)) = (&attr.retryable, &attr.retry_after)
        && !retryable.value
    {
        errors.on(
            &retry_after.tokens,
            "`retry_after` invites to try again; remove it or `retryable = false`",
        );
    }
    let Some(code) = attr.code else {
        if !attr.mentions_code {
            errors.on(first, "a report needs a code that programs can match; add `code = \"..\"`");
        }
        return Report::Internal;
    };
    code::check(&code, errors);
    Report::Own(Box::new(OwnReport {
        code: code.value,
        action,
        retryable: attr.retryable.is_some_and(|flag| flag.value) || attr.retry_after.is_some(),
        retry_after: attr.retry_after.map(|written| written.value),
        details: attr.details,
    }))
}

fn check_fields(attr: &ErrorAttr, fields: &Fields, errors: &mut Errors) {
    if let Some(Written { value: RetryAfter::Field(field), tokens }) = &attr.retry_after
        && fields::find(fields, field).is_none()
    {
        errors.on(
            tokens,
            fields::no_such(field, fields) + "; a fixed time is written in quotes, such as \"10s\"",
        );
    }
    for detail in &attr.details {
        if fields::find(fields, &detail.field).is_none() {
            errors.on(&detail.field, fields::no_such(&detail.field, fields));
        }
    }
}

fn check_action(action: &Action, literal: &syn::LitStr, fields: &Fields, errors: &mut Errors) {
    let Action::Format(_, placeholders) = action else {
        return;
    };
    for placeholder in placeholders {
        if fields::find(fields, &placeholder.field).is_none() {
            errors.on(literal, fields::no_such(&placeholder.field, fields));
        }
    }
}
