//! The path of a pattern, if it can be told which part of it is whose.

use std::ops::Range;

use super::compile::{Compiler, read};
use super::pattern::{Kind, Step, Variable};
use super::template::{Expression, Modifier, Operator, VarSpec};
use super::unit::Unit;
use super::{Problem, chars};

impl Compiler<'_> {
    pub(super) fn path(&mut self, expression: &Expression<'_>) -> Result<(), Problem> {
        for (index, variable) in expression.variables.iter().enumerate() {
            let kind = kind(expression.operator, variable)?;
            if expression.operator.separator() == ',' && index > 0 {
                self.text_follows(vec![Unit::Plain(b',')]);
            }
            self.apart(&kind, &expression.span)?;
            self.only_one(&kind, expression, variable.name)?;
            if let Some(sign) = kind.sign() {
                self.stop(sign);
            }
            let is_optional = kind.is_optional();
            self.pattern.path.push(Step::Variable { kind, stops: Vec::new() });
            self.touching = Some(expression.span.clone());
            self.variable(variable, is_optional)?;
        }
        Ok(())
    }

    /// Adds a variable.
    pub(super) fn variable(&mut self, spec: &VarSpec<'_>, optional: bool) -> Result<(), Problem> {
        let name = spec.name;
        if self.pattern.variables.iter().any(|variable| variable.name == name) {
            let problem = format!(
                "`{name}` is there twice, and a URI could say two things of it; write another name"
            );
            return Err(Problem::new(spec.span.clone(), problem));
        }
        let longest = match spec.modifier {
            Modifier::Prefix(length) => Some(length),
            Modifier::None | Modifier::Explode => None,
        };
        let list = spec.modifier == Modifier::Explode;
        self.pattern.variables.push(Variable { name: name.to_owned(), optional, list, longest });
        Ok(())
    }

    /// Adds a literal.
    pub(super) fn text_follows(&mut self, units: Vec<Unit>) {
        self.stop(units[0]);
        self.pattern.path.push(Step::Literal(units));
        self.touching = None;
        if let Some((_, is_run)) = &mut self.several {
            *is_run = false;
        }
    }

    /// Tells the variables that end here, or earlier if those behind them are absent.
    fn stop(&mut self, sign: Unit) {
        for step in self.pattern.path.iter_mut().rev() {
            let Step::Variable { kind, stops } = step else { break };
            // Unreserved ones are the same if they are encoded.
            if matches!(sign, Unit::Plain(byte) if chars::is_reserved(byte)) {
                stops.push(sign);
            }
            if !kind.is_optional() {
                break;
            }
        }
    }

    /// Whether the number of segments still says whose they are.
    fn only_one(
        &mut self,
        kind: &Kind,
        expression: &Expression<'_>,
        name: &str,
    ) -> Result<(), Problem> {
        if !kind.is_flexible() {
            return Ok(());
        }
        let is_single = *kind == Kind::Signed(b'/', false);
        if let Some((other, is_run)) = &self.several {
            // In `{/a,b}`, those that are absent are the last ones.
            if !*is_run {
                let problem = format!(
                    "`{}` and `{}` both leave open how many segments they are, so that nobody can tell \
                     where one ends; write one of them as one segment, such as `/{{{name}}}`",
                    &self.text[other.clone()],
                    &self.text[expression.span.clone()],
                );
                return Err(Problem::new(expression.span.clone(), problem));
            }
        }
        self.several = Some((expression.span.clone(), is_single));
        Ok(())
    }

    /// Whether it can be told where the variable in front of this one ends.
    fn apart(&self, kind: &Kind, span: &Range<usize>) -> Result<(), Problem> {
        let (Some(touching), Some(Step::Variable { kind: before, .. })) =
            (&self.touching, self.pattern.path.last())
        else {
            return Ok(());
        };
        let (left, right) = (&self.text[touching.clone()], &self.text[span.clone()]);
        let problem = match (kind, before) {
            (Kind::Segment | Kind::Segments, _) => format!(
                "nothing tells where `{left}` ends and `{right}` begins; write a literal between them, \
                 such as `{left}/{right}`"
            ),
            (Kind::Parameter(_), Kind::Segments) => held(left, ';', right),
            (Kind::Signed(b'/', _), Kind::Segments) => held(left, '/', right),
            (Kind::Signed(sign, _), Kind::Signed(same, true)) if sign == same => {
                held(left, char::from(*sign), right)
            }
            (Kind::Signed(b'.', list), _) if !self.tells_dots(*list) => format!(
                "a value in front of `{right}` can hold dots as well; write a single variable with a \
                 dot behind it, such as `{{.ext}}`, or a literal between them"
            ),
            _ => return Ok(()),
        };
        Err(Problem::new(touching.start..span.end, problem))
    }

    /// Whether it is clear whose a dot is, if one more variable with a dot, or a list, touches what
    /// is there: only with nothing but such variables, or without any.
    fn tells_dots(&self, is_list: bool) -> bool {
        let is_dot =
            |step: &&Step| matches!(step, Step::Variable { kind: Kind::Signed(b'.', _), .. });
        let is_variable = |step: &&Step| matches!(step, Step::Variable { .. });
        let mut touching = self.pattern.path.iter().rev().take_while(is_variable);
        let only_dots = touching.clone().all(|step| is_dot(&step));
        only_dots || !is_list && !touching.any(|step| is_dot(&step))
    }
}

fn held(left: &str, sign: char, right: &str) -> String {
    format!(
        "`{left}` can hold the `{sign}` that `{right}` begins with; write a literal between them, or one \
         of them as one segment"
    )
}

fn kind(operator: Operator, variable: &VarSpec<'_>) -> Result<Kind, Problem> {
    let (name, list) = (variable.name, variable.modifier == Modifier::Explode);
    let meant = match operator {
        Operator::Label => return Ok(Kind::Signed(b'.', list)),
        Operator::Path => return Ok(Kind::Signed(b'/', list)),
        Operator::Parameter if !list => return Ok(Kind::Parameter(read(name, &variable.span)?)),
        Operator::Reserved if !list => return Ok(Kind::Segments),
        _ if !list => return Ok(Kind::Segment),
        Operator::Parameter => format!("write `{{;{name}}}`, or `{{?{name}*}}` in the query"),
        _ => format!(
            "write `{{+{name}}}` for several segments, or `{{/{name}*}}` for a list of them"
        ),
    };
    let problem = format!("`{name}*` cannot be read back from here; {meant}");
    Err(Problem::new(variable.span.clone(), problem))
}
