//! Lines for machines.

use std::fmt::{self, Debug, Write};

use serde_json::Value;
use tracing::field::{Field, Visit};
use tracing::{Event, Metadata};

/// Members of the line itself; a field of such a name gets another.
const RESERVED: [&str; 4] = ["time", "level", "target", "spans"];

pub(super) fn line(
    writer: &mut dyn Write,
    time: &str,
    metadata: &Metadata<'_>,
    event: &Event<'_>,
    spans: &[(&str, String)],
) -> fmt::Result {
    let target = Value::from(metadata.target());
    write!(writer, r#"{{"time":"{time}","level":"{}","target":{target}"#, metadata.level())?;
    event.record(&mut Members::new(writer));
    if !spans.is_empty() {
        writer.write_str(r#","spans":["#)?;
        for (index, (name, fields)) in spans.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            write!(writer, r#"{comma}{{"name":{}{fields}}}"#, Value::from(*name))?;
        }
        writer.write_char(']')?;
    }
    writer.write_str("}\n")
}

/// Writes fields as further members of an object.
pub(super) struct Members<'a>(&'a mut dyn Write);

impl<'a> Members<'a> {
    pub(super) fn new(writer: &'a mut dyn Write) -> Self {
        Self(writer)
    }

    fn member(&mut self, field: &Field, value: impl Into<Value>) {
        let name = field.name();
        let suffix = if RESERVED.contains(&name) || name == "name" { "_" } else { "" };
        let name = Value::from(format!("{name}{suffix}"));
        let _ = write!(self.0, ",{name}:{}", value.into());
    }
}

impl Visit for Members<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.member(field, format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.member(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.member(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.member(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.member(field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.member(field, value);
    }
}
