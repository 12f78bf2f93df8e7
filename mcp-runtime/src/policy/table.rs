use std::fmt;

use super::resolve::Policy;
use crate::usage::Kind;

/// What is in force as a table of four columns.
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["FOR", "SETTING", "VALUE", "SOURCE"].map(str::to_owned);
        let rows: Vec<[String; 4]> = std::iter::once(head)
            .chain(self.rows.iter().map(|row| {
                let of = match row.of {
                    None => "(server)".to_owned(),
                    Some((Kind::Tool, name)) => name.to_owned(),
                    Some((kind, name)) => format!("{kind} {name}"),
                };
                [of, row.key.name().to_owned(), row.value.to_string(), row.source.to_string()]
            }))
            .collect();
        let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
        let [first, second, third] = [0, 1, 2].map(|column| width(column).unwrap_or_default());
        for [of, setting, value, source] in &rows {
            writeln!(f, "{of:first$}  {setting:second$}  {value:third$}  {source}")?;
        }
        Ok(())
    }
}
