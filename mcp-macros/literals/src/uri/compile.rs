//! From a template to a pattern, if its URIs can be read back.

use std::ops::Range;

use super::pattern::{Fragment, Kind, Pattern, Query, Step};
use super::template::{Expression, Modifier, Operator, Part, Template};
use super::unit::{self, Unit};
use super::{Problem, query};

impl Pattern {
    /// Makes a pattern of a template.
    ///
    /// # Errors
    /// The template has no scheme, or a URI could not be read back in one way; with what to write
    /// instead.
    pub fn new(template: &Template<'_>) -> Result<Self, Problem> {
        let mut compiler = Compiler {
            text: template.text,
            region: Region::Path,
            asked: None,
            touching: None,
            several: None,
            pattern: Self {
                text: template.text.to_owned(),
                variables: Vec::new(),
                path: Vec::new(),
                query: None,
                fragment: Fragment::None,
                shape: Vec::new(),
            },
        };
        for part in &template.parts {
            match part {
                Part::Literal { text, span } => compiler.literal(text, span)?,
                Part::Expression(expression) => compiler.expression(expression)?,
            }
        }
        let mut pattern = compiler.pattern;
        let has_scheme = match pattern.path.first_mut() {
            Some(Step::Literal(units)) => unit::scheme(units).is_some(),
            _ => false,
        };
        if !has_scheme {
            let problem = format!(
                "`{}` does not begin with a scheme; write one such as `notes://` in front",
                template.text
            );
            return Err(Problem::new(0..template.text.len(), problem));
        }
        if let Some(query) = &pattern.query
            && query.fixed.is_empty()
            && query.names.is_empty()
        {
            let at = template.text.find('?').unwrap_or_default();
            return Err(Problem::new(at..at + 1, "nothing follows this `?`; leave it out"));
        }
        pattern.keep_parameters_apart();
        pattern.shape = pattern.rank();
        Ok(pattern)
    }
}

impl Pattern {
    /// In a path with parameters that may be absent, no single segment holds what they begin with.
    /// A value in front of them cannot, so one behind them must not either: the same value, once
    /// encoded, could be read as the end of another.
    fn keep_parameters_apart(&mut self) {
        const SIGN: Unit = Unit::Plain(b';');
        let is_parameter =
            |step: &Step| matches!(step, Step::Variable { kind: Kind::Parameter(_), .. });
        if !self.path.iter().any(is_parameter) {
            return;
        }
        for step in &mut self.path {
            if let Step::Variable { stops, .. } = step
                && !stops.contains(&SIGN)
            {
                stops.push(SIGN);
            }
        }
    }
}

enum Region {
    Path,
    Query,
    Fragment,
}

pub(super) struct Compiler<'t> {
    pub(super) text: &'t str,
    region: Region,
    /// What is within `{?` and `}`.
    asked: Option<&'t str>,
    /// The expression that ends where we are.
    pub(super) touching: Option<Range<usize>>,
    /// What leaves open how many segments it is, and whether more of the kind may follow.
    pub(super) several: Option<(Range<usize>, bool)>,
    pub(super) pattern: Pattern,
}

impl Compiler<'_> {
    fn literal(&mut self, text: &str, span: &Range<usize>) -> Result<(), Problem> {
        let (path, rest) = text.split_at(text.find(['?', '#']).unwrap_or(text.len()));
        let (query, fragment) = rest.split_at(rest.find('#').unwrap_or(rest.len()));
        match self.region {
            Region::Path => {}
            Region::Query if path.is_empty() && query.is_empty() => {}
            Region::Query => {
                let problem = format!(
                    "`{text}` stands behind the variables of the query; write what is fixed in front of \
                     them, as in `?all=1{{&page}}`"
                );
                return Err(Problem::new(span.clone(), problem));
            }
            Region::Fragment => return Err(behind_the_fragment(text, span)),
        }
        if !path.is_empty() {
            self.text_follows(read(path, span)?);
        }
        if let Some(fixed) = query.strip_prefix('?') {
            self.region = Region::Query;
            let fixed = query::parameters(&read(fixed, span)?).collect();
            self.pattern.query = Some(Query { fixed, names: Vec::new() });
        }
        if let Some(fixed) = fragment.strip_prefix('#') {
            self.region = Region::Fragment;
            self.pattern.fragment = Fragment::Fixed(read(fixed, span)?);
        }
        Ok(())
    }

    fn expression(&mut self, expression: &Expression<'_>) -> Result<(), Problem> {
        let operator = expression.operator;
        let span = &expression.span;
        let first = expression.variables.first().map_or(span.start, |first| first.span.start);
        let names = &self.text[first..span.end - 1];
        let written = &self.text[span.clone()];
        let problem = match (&self.region, operator) {
            (Region::Fragment, _) => return Err(behind_the_fragment(written, span)),
            (Region::Path | Region::Query, Operator::Fragment) => {
                self.region = Region::Fragment;
                self.pattern.fragment = Fragment::Variable;
                if let [variable] = &expression.variables[..]
                    && variable.modifier != Modifier::Explode
                {
                    return self.variable(variable, true);
                }
                format!(
                    "`{written}`: a fragment is one text; write one variable, such as `{{#part}}`"
                )
            }
            (Region::Path, Operator::Query) => {
                self.region = Region::Query;
                self.asked = Some(&self.text[span.start + 2..span.end - 1]);
                return self.query(expression);
            }
            (Region::Query, Operator::Continuation | Operator::Query)
                if let Some(before) = self.asked =>
            {
                format!(
                    "`{written}` would follow no `?` where `{before}` is absent; write `{{?{before},{names}}}`"
                )
            }
            (Region::Query, Operator::Continuation) => return self.query(expression),
            (Region::Path, Operator::Continuation) => {
                format!("there is no `?` in front of `{written}`; write `{{?{names}}}`")
            }
            (Region::Query, Operator::Query) => {
                format!("there is a `?` in front of `{written}` already; write `{{&{names}}}`")
            }
            (Region::Query, _) => format!(
                "`{written}` stands in a query, where variables are written with `?`, further ones with \
                 `&`, and without `=`; write `{{?{names}}}` or `{{&{names}}}`"
            ),
            (Region::Path, _) => return self.path(expression),
        };
        Err(Problem::new(span.clone(), problem))
    }

    fn query(&mut self, expression: &Expression<'_>) -> Result<(), Problem> {
        for variable in &expression.variables {
            let name = read(variable.name, &variable.span)?;
            let query = self.pattern.query.get_or_insert_default();
            if query.fixed.iter().any(|(fixed, _)| *fixed == name) {
                let name = variable.name;
                let problem = format!("`{name}` is fixed in this query; leave one of both out");
                return Err(Problem::new(variable.span.clone(), problem));
            }
            query.names.push(name);
            self.variable(variable, true)?;
        }
        Ok(())
    }
}

fn behind_the_fragment(text: &str, span: &Range<usize>) -> Problem {
    let problem = format!(
        "`{text}` stands behind the fragment; write a variable fragment as `{{#part}}`, and nothing behind it"
    );
    Problem::new(span.clone(), problem)
}

pub(super) fn read(text: &str, span: &Range<usize>) -> Result<Vec<Unit>, Problem> {
    unit::read(text).map_err(|at| {
        Problem::new(span.start + at..span.end, "`%` stands for nothing; write `%25`")
    })
}
