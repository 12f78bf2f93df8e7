//! Schemas that are made of others.

use serde_json::{Value, json};

use super::change::step;
use super::{Compare, Fit, Role, disjoint, identical};

impl Compare<'_> {
    pub(super) fn combined(&mut self, at: &str, fit: &Fit<'_>) {
        self.as_it_was(at, fit, &["not"]);
        self.as_it_was(at, fit, &["if", "then", "else"]);
        self.conjunction(at, fit);
        self.alternatives(at, fit, "anyOf");
        self.alternatives(at, fit, "oneOf");
    }

    /// Fewer demands are fewer demands; other ones may be the same in other words.
    fn conjunction(&mut self, at: &str, fit: &Fit<'_>) {
        let (narrow, wide) = (branches(fit.narrow, "allOf"), branches(fit.wide, "allOf"));
        let known = |branch: &Value| {
            narrow.iter().any(|one| {
                let (old, new) = self.in_order(one, branch);
                identical::schemas((self.old, old), (self.new, new))
            })
        };
        if !wide.iter().all(known) {
            self.unknown(at, "`allOf` changed");
        } else if narrow.len() != wide.len() {
            self.note(at, "`allOf` changed", None, None);
        }
    }

    /// Whatever fits one of the narrow alternatives must fit one of the wide ones.
    fn alternatives(&mut self, at: &str, fit: &Fit<'_>, keyword: &str) {
        let wide = branches(fit.wide, keyword);
        if !fit.wide.contains_key(keyword) {
            return self.as_it_was(at, fit, &[keyword]);
        }
        let document = self.in_order(self.old, self.new).1;
        if keyword == "oneOf" && !disjoint::all(document, wide) {
            // Something that fitted one of them may fit two now.
            return self.as_it_was(at, fit, &[keyword]);
        }
        let own = branches(fit.narrow, keyword);
        let other = if keyword == "oneOf" { "anyOf" } else { "oneOf" };
        let narrow = if own.is_empty() { branches(fit.narrow, other) } else { own };
        if narrow.is_empty() {
            // All that there is must fit one of them.
            let whole = json!(fit.narrow);
            let passing = std::mem::replace(&mut self.passing, true);
            self.alternative(&step(at, keyword), &whole, None, wide);
            self.passing = passing;
            return;
        }
        let mut met = vec![false; wide.len()];
        for (index, branch) in narrow.iter().enumerate() {
            let same = (narrow.len() == wide.len()).then_some(index);
            let at = step(&step(at, keyword), &index.to_string());
            if let Some(index) = self.alternative(&at, branch, same, wide) {
                met[index] = true;
            }
        }
        if met.contains(&false) && wide.len() > narrow.len() {
            let what = match self.role {
                Role::Input => "another form is taken as well",
                Role::Output => "one form does not come any more",
            };
            self.note(&step(at, keyword), what, None, None);
        }
    }

    /// Finds where among the wide alternatives this one fits; `same` is the one in its place.
    fn alternative(
        &mut self,
        at: &str,
        branch: &Value,
        same: Option<usize>,
        wide: &[Value],
    ) -> Option<usize> {
        let order = same.into_iter().chain((0..wide.len()).filter(|index| Some(*index) != same));
        for index in order {
            let (old, new) = self.in_order(branch, &wide[index]);
            if self.would_fit(old, new) {
                self.node(at, old, new);
                return Some(index);
            }
        }
        let before = self.changes.len();
        if let Some(index) = same {
            let (old, new) = self.in_order(branch, &wide[index]);
            self.node(at, old, new);
        }
        if !self.changes[before..].iter().any(|change| change.level.is_breaking()) {
            let (what, instead) = match self.role {
                Role::Input => ("one form is no longer taken", "keep the form"),
                Role::Output => (
                    "results may have a form that they did not have",
                    "keep the forms there are, and add a property for what is new",
                ),
            };
            self.breaking(at, what, instead);
        }
        None
    }
}

fn branches<'a>(map: &'a serde_json::Map<String, Value>, keyword: &str) -> &'a [Value] {
    map.get(keyword).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}
