//! Why a schema cannot be enforced.

/// A schema that this crate cannot enforce, found when it is compiled.
///
/// Every variant names the place in the schema document as a URI fragment, `#/properties/city`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SchemaError {
    /// A place that must hold a schema holds something else.
    #[error("#{at}: a schema is an object or a boolean, not {got}")]
    NotASchema {
        /// Where in the schema document.
        at: String,
        /// What is there instead.
        got: String,
    },
    /// A keyword has a value that its definition does not allow.
    #[error("#{at}: `{keyword}` must be {expected}, not {got}")]
    Malformed {
        /// The schema object that has the keyword.
        at: String,
        /// The keyword.
        keyword: String,
        /// What its definition asks for.
        expected: &'static str,
        /// What it has.
        got: String,
    },
    /// `$schema` names a dialect other than 2020-12 and draft-07, or differs from that of the document.
    #[error(
        "#{at}: the dialect {uri:?} is not supported; use \"https://json-schema.org/draft/2020-12/schema\""
    )]
    Dialect {
        /// The schema object that has `$schema`.
        at: String,
        /// Its value.
        uri: String,
    },
    /// A keyword that another dialect asserts and this document's dialect would silently ignore.
    #[error("#{at}: `{keyword}` has no effect in {dialect}; {instead}")]
    OtherDialect {
        /// The schema object that has the keyword.
        at: String,
        /// The keyword.
        keyword: String,
        /// The dialect of the document.
        dialect: &'static str,
        /// What to write.
        instead: &'static str,
    },
    /// A keyword that is not supported in any dialect.
    #[error("#{at}: `{keyword}` is not supported; {instead}")]
    Unsupported {
        /// The schema object that has the keyword.
        at: String,
        /// The keyword.
        keyword: String,
        /// What to write.
        instead: &'static str,
    },
    /// A `$ref` to another document. Nothing is ever fetched.
    #[error(
        "#{at}: the reference {reference:?} leaves the document; only `#...` references are followed"
    )]
    ExternalReference {
        /// The schema object that has the `$ref`.
        at: String,
        /// Its value.
        reference: String,
    },
    /// A `$ref` that no part of the document answers.
    #[error("#{at}: the reference {reference:?} points at nothing in the document")]
    UnresolvedReference {
        /// The schema object that has the `$ref`.
        at: String,
        /// Its value.
        reference: String,
    },
    /// A `$ref` inside a subschema with an `$id` of its own, which would be resolved against that `$id`.
    #[error(
        "#{at}: the reference {reference:?} depends on the `$id` of a subschema; remove that `$id`"
    )]
    EmbeddedReference {
        /// The schema object that has the `$ref`.
        at: String,
        /// Its value.
        reference: String,
    },
    /// Schemas that apply each other to the same value for ever.
    #[error("#{at}: the schema applies itself to the same value without end")]
    Cyclic {
        /// One schema of the cycle.
        at: String,
    },
    /// Two subschemas with the same anchor.
    #[error("#{at}: the anchor {anchor:?} is taken by another subschema")]
    DuplicateAnchor {
        /// The second of the two.
        at: String,
        /// The anchor.
        anchor: String,
    },
    /// A pattern that the engine cannot run with the meaning that ECMA-262 gives it.
    #[error("#{at}: the pattern {pattern:?} is not supported: {reason}")]
    Pattern {
        /// The schema object that has the pattern.
        at: String,
        /// The pattern.
        pattern: String,
        /// Why not, and what to write instead.
        reason: String,
    },
    /// More subschemas than a validator holds.
    #[error("the schema has more than {limit} subschemas")]
    TooLarge {
        /// The bound.
        limit: usize,
    },
    /// Subschemas nested, or applied to the same value, beyond the bound.
    #[error("#{at}: the schema is nested too deeply, or applies too many subschemas to one value")]
    TooDeep {
        /// Where the bound was met.
        at: String,
    },
}
