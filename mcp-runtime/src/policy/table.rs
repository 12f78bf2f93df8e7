use std::fmt;

use super::resolve::Policy;

/// What is in force as a table of four columns.
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = ["TOOL", "SETTING", "VALUE", "SOURCE"].map(str::to_owned);
        let rows: Vec<[String; 4]> = std::iter::once(head)
            .chain(self.rows.iter().map(|row| {
                let tool = row.tool.unwrap_or("(server)").to_owned();
                [tool, row.key.name().to_owned(), row.value.to_string(), row.source.to_string()]
            }))
            .collect();
        let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
        let [first, second, third] = [0, 1, 2].map(|column| width(column).unwrap_or_default());
        for [tool, setting, value, source] in &rows {
            writeln!(f, "{tool:first$}  {setting:second$}  {value:third$}  {source}")?;
        }
        Ok(())
    }
}
