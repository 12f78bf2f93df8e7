//! `mcp.toml`.

use std::ops::Range;
use std::sync::Arc;

use mcp_literals::nearest;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::key::Key;
use super::layer::{Layers, Section};
use super::lines::Lines;
use super::mistake::Mistakes;
use super::place::Place;
use super::program::Program;
use super::raw::Raw;
use super::resolve::{PolicyFile, table_name};
use crate::usage::Kind;

const TABLES: [&str; 6] = ["defaults", "server", "tools", "prompts", "resources", "methods"];

/// Reads the file; of what cannot be read, all is reported.
pub(super) fn read(program: &Program, file: PolicyFile<'_>, mistakes: &mut Mistakes) -> Layers {
    let (document, errors) = DeTable::parse_recoverable(file.text);
    let mut reader = Reader {
        program,
        path: file.path.into(),
        lines: Lines::new(file.text),
        broken: Vec::new(),
        layers: Layers::default(),
        mistakes,
    };
    for error in errors {
        reader.syntax(error.message(), error.span().unwrap_or_default());
    }
    reader.document(document.get_ref());
    reader.layers
}

struct Reader<'a> {
    program: &'a Program,
    path: Arc<str>,
    lines: Lines<'a>,
    /// Lines that are not TOML: what the parser made of them is a guess.
    broken: Vec<usize>,
    layers: Layers,
    mistakes: &'a mut Mistakes,
}

impl Reader<'_> {
    fn document(&mut self, document: &DeTable<'_>) {
        for (name, value) in document {
            match name.get_ref().as_ref() {
                "defaults" => self.section("defaults", value, Section::Defaults),
                "server" => self.section("server", value, Section::Server),
                "tools" => self.handlers(Kind::Tool, value),
                "prompts" => self.handlers(Kind::Prompt, value),
                "resources" => self.handlers(Kind::Resource, value),
                "methods" => self.handlers(Kind::Method, value),
                other => {
                    let remedy = remedy(other, TABLES.into_iter());
                    self.wrong(name.span(), other, format!("there is no such table; {remedy}"));
                }
            }
        }
    }

    fn handlers(&mut self, kind: Kind, value: &Spanned<DeValue<'_>>) {
        let all = kind.plural();
        let Some(handlers) = value.get_ref().as_table() else {
            let problem = format!("is a table for each {kind}: [{all}.NAME]");
            return self.wrong(value.span(), all, problem);
        };
        for (name, value) in handlers {
            let table = table_name(kind, name.get_ref());
            match self.program.find(kind, name.get_ref()) {
                Some(handler) => self.section(&table, value, Section::Handler(handler)),
                None => self.unknown(kind, name, table),
            }
        }
    }

    fn unknown(&mut self, kind: Kind, name: &Spanned<DeString<'_>>, table: String) {
        let names = self.program.of(kind).map(|handler| handler.name);
        let dotted = format!("{}.", name.get_ref());
        let problem = match names.clone().find(|known| known.starts_with(&dotted)) {
            Some(known) => format!(
                "there is no such {kind}; a name with a dot stands in quotes: [{}]",
                table_name(kind, known)
            ),
            None if self.program.may_come(kind) => return self.layers.waiting.push(table),
            None => format!("there is no such {kind}; {}", remedy(name.get_ref(), names)),
        };
        self.wrong(name.span(), &table, problem);
    }

    fn section(&mut self, table: &str, value: &Spanned<DeValue<'_>>, section: Section<'_>) {
        let Some(settings) = value.get_ref().as_table() else {
            return self.wrong(value.span(), table, format!("is a table: write [{table}]"));
        };
        for (name, value) in settings {
            let path = format!("{table}.{}", name.get_ref());
            let keys = section.keys().iter().copied();
            if let Some(key) = keys.clone().find(|key| key.name() == name.get_ref()) {
                self.setting(&path, key, value, section);
                continue;
            }
            let remedy = section
                .elsewhere(name.get_ref())
                .map_or_else(|| remedy(name.get_ref(), keys.map(Key::name)), str::to_owned);
            self.wrong(name.span(), &path, format!("there is no such setting here; {remedy}"));
        }
    }

    fn setting(&mut self, path: &str, key: Key, value: &Spanned<DeValue<'_>>, to: Section<'_>) {
        match key.read(&raw(value.get_ref()), to) {
            Ok(read) => {
                let place = self.place(value.span());
                self.layers.insert(to, key, read, place);
            }
            Err(wrong) => {
                for (index, problem) in wrong {
                    let items = value.get_ref().as_array();
                    let item = items.zip(index).and_then(|(items, index)| items.get(index));
                    self.wrong(item.unwrap_or(value).span(), path, problem);
                }
            }
        }
    }

    fn syntax(&mut self, message: &str, span: Range<usize>) {
        let (line, _) = self.lines.position(span.start);
        self.broken.push(line);
        let value = self.lines.text(line).split_once('=').map_or("", |(_, value)| value.trim());
        let hint = match value.chars().next() {
            Some('0'..='9' | '$' | '€' | 'a'..='z') => {
                "; durations, rates, sizes and amounts stand in quotes"
            }
            _ => "",
        };
        self.mistakes.add(&self.place(span), "", format!("this is not TOML: {message}{hint}"));
    }

    fn wrong(&mut self, span: Range<usize>, key: &str, problem: impl Into<String>) {
        let (line, _) = self.lines.position(span.start);
        if !self.broken.contains(&line) {
            self.mistakes.add(&self.place(span), key, problem);
        }
    }

    fn place(&self, span: Range<usize>) -> Place {
        let (line, column) = self.lines.position(span.start);
        Place::File { path: Arc::clone(&self.path), line, column }
    }
}

fn remedy<'a>(word: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    match nearest(word, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write one of {}", known.collect::<Vec<_>>().join(", ")),
    }
}

fn raw<'a>(value: &'a DeValue<'_>) -> Raw<'a> {
    match value {
        DeValue::String(text) => Raw::Text(text),
        DeValue::Integer(number) => i128::from_str_radix(number.as_str(), number.radix())
            .map_or(Raw::Other("a number of this size"), Raw::Whole),
        DeValue::Boolean(flag) => Raw::Flag(*flag),
        DeValue::Array(items) => Raw::List(items.iter().map(|item| raw(item.get_ref())).collect()),
        DeValue::Float(_) => Raw::Other("a fraction"),
        DeValue::Datetime(_) => Raw::Other("a date"),
        DeValue::Table(_) => Raw::Other("a table"),
    }
}
