//! The public face of a compiled schema.

use std::{fmt, sync::Arc};

use serde_json::Value;

use super::{
    check::Run,
    compile, describe,
    error::SchemaError,
    node::{Node, NodeId, Nodes},
    place::Place,
    report::{Finding, Report},
    violation::{Violation, Violations},
};

/// A compiled JSON Schema. Clones share it.
#[derive(Clone)]
pub struct Validator {
    nodes: Arc<Nodes>,
    root: NodeId,
}

impl Validator {
    /// Compiles a schema of 2020-12, or of draft-07 if its `$schema` says so.
    ///
    /// # Errors
    /// When the schema is malformed, or states something that could not be enforced.
    pub fn compile(schema: &Value) -> Result<Self, SchemaError> {
        let (nodes, root) = compile::compile(schema)?;
        Ok(Self { nodes: Arc::new(nodes), root })
    }

    /// Whether the schema itself allows every value: `true`, `{}`, or annotations alone.
    pub fn is_unconstrained(&self) -> bool {
        matches!(self.nodes[self.root], Node::Always)
    }

    /// What it asks for, as a noun phrase.
    #[cfg(feature = "cli")]
    pub(crate) fn phrase(&self) -> String {
        describe::phrase(&self.nodes, self.root)
    }

    /// Every violation, in the order of the instance; none if it is valid.
    ///
    /// At most [`MAX_VIOLATIONS`](super::MAX_VIOLATIONS) are listed; if there are more, one last entry says so.
    pub fn validate(&self, instance: &Value) -> Vec<Violation> {
        let mut violations = Violations::new();
        self.validate_at("", instance, &mut violations);
        violations.into_vec()
    }

    /// Adds the violations of an instance that is part of a larger one, at the given RFC 6901 pointer.
    pub fn validate_at(&self, pointer: &str, instance: &Value, out: &mut Violations) {
        let place = Place::root(pointer, instance);
        let mut run = Run::new(&self.nodes);
        // The verdict comes first: it costs a valid instance nothing more, and an invalid one little.
        if run.holds(self.root, &place, None) && !run.is_exhausted() {
            return;
        }
        let mut report = Report::collect();
        run.check(self.root, &place, &mut report, None);
        if run.is_exhausted() {
            let simpler = "a value that is nested less deeply, or has fewer objects and arrays";
            report.fail(place.depth, || Finding::at(&place, simpler));
        }
        if !report.has_findings() {
            // An invalid instance must never pass for lack of words.
            report.fail(place.depth, || Finding::at(&place, "a value that matches its schema"));
        }
        report.deliver(out);
    }
}

impl fmt::Debug for Validator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Validator")
            .field("subschemas", &self.nodes.0.len())
            .finish_non_exhaustive()
    }
}
