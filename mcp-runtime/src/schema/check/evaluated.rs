//! What the `unevaluated` keywords need to know.

use serde_json::Value;

/// The members or items of one value that some keyword has applied a schema to (2020-12 core, 11).
pub(in crate::schema) struct Evaluated {
    /// By position in the value.
    marks: Vec<bool>,
}

impl Evaluated {
    pub(super) fn none_of(value: &Value) -> Self {
        let length = match value {
            Value::Array(items) => items.len(),
            Value::Object(members) => members.len(),
            _ => 0,
        };
        Self { marks: vec![false; length] }
    }

    pub(super) fn has(&self, position: usize) -> bool {
        self.marks.get(position).copied().unwrap_or(true)
    }

    pub(super) fn mark(&mut self, position: usize) {
        if let Some(mark) = self.marks.get_mut(position) {
            *mark = true;
        }
    }

    pub(super) fn mark_all(&mut self) {
        self.marks.fill(true);
    }

    /// Both are of the same value.
    pub(super) fn merge(&mut self, other: &Self) {
        for (mark, other) in self.marks.iter_mut().zip(&other.marks) {
            *mark |= other;
        }
    }
}
