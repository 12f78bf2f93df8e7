//! From a schema document to a table of nodes.

mod array;
mod graph;
mod in_place;
mod keywords;
mod object;
mod reference;
mod scalar;

use std::collections::{HashMap, VecDeque};

use serde_json::Value;

use self::keywords::Keywords;
use super::{
    dialect::Dialect,
    error::SchemaError,
    got,
    limits::MAX_SUBSCHEMAS,
    location::Location,
    node::{Node, NodeId, Nodes, Rules},
    survey,
};

/// Compiles a document; the id is that of its root.
pub(super) fn compile(document: &Value) -> Result<(Nodes, NodeId), SchemaError> {
    let dialect = Dialect::of(document)?;
    let mut compiler = Compiler {
        document,
        dialect,
        anchors: survey::anchors(document, dialect)?,
        by_location: HashMap::new(),
        nodes: Vec::new(),
        locations: Vec::new(),
        pending: VecDeque::new(),
    };
    let root = compiler.node(&Location::default(), document)?;
    while let Some((id, schema)) = compiler.pending.pop_front() {
        let at = compiler.locations[id.index()].clone();
        compiler.nodes[id.index()] = compiler.body(&at, schema)?;
    }
    let mut nodes = Nodes(compiler.nodes);
    graph::finish(&mut nodes, &compiler.locations, root)?;
    Ok((nodes, root))
}

/// Schemas are numbered when they are first mentioned and compiled from a queue afterwards, so that recursive documents
/// need no recursion here.
struct Compiler<'s> {
    document: &'s Value,
    dialect: Dialect,
    anchors: HashMap<&'s str, (Location, &'s Value)>,
    by_location: HashMap<Location, NodeId>,
    nodes: Vec<Node>,
    /// Where each node stands in the document.
    locations: Vec<Location>,
    pending: VecDeque<(NodeId, &'s Value)>,
}

impl<'s> Compiler<'s> {
    /// The id of the schema at a location, which is compiled once however often it is mentioned.
    fn node(&mut self, at: &Location, schema: &'s Value) -> Result<NodeId, SchemaError> {
        let (at, schema) = self.without_aliases(at, schema)?;
        if let Some(&id) = self.by_location.get(&at) {
            return Ok(id);
        }
        if self.nodes.len() == MAX_SUBSCHEMAS {
            return Err(SchemaError::TooLarge { limit: MAX_SUBSCHEMAS });
        }
        let id = NodeId::new(self.nodes.len());
        // Refuses everything until it is compiled.
        self.nodes.push(Node::Never);
        self.locations.push(at.clone());
        self.by_location.insert(at, id);
        self.pending.push_back((id, schema));
        Ok(id)
    }

    fn body(&mut self, at: &Location, schema: &'s Value) -> Result<Node, SchemaError> {
        let map = match schema {
            Value::Bool(true) => return Ok(Node::Always),
            Value::Bool(false) => return Ok(Node::Never),
            Value::Object(map) => map,
            other => {
                return Err(SchemaError::NotASchema {
                    at: at.as_str().to_owned(),
                    got: got::quote(other),
                });
            }
        };
        self.dialect.check(at.as_str(), map)?;
        let keywords = Keywords { at, map };
        for definitions in ["$defs", "definitions"] {
            self.schema_map(&keywords, definitions)?;
        }
        let rules = Rules {
            types: scalar::types(&keywords)?,
            choices: scalar::choices(&keywords)?,
            number: scalar::number(&keywords)?,
            string: scalar::string(&keywords)?,
            array: self.array(&keywords)?,
            object: self.object(&keywords)?,
            in_place: self.in_place(&keywords)?,
            unevaluated_items: self.schema(&keywords, "unevaluatedItems")?,
            unevaluated_properties: self.schema(&keywords, "unevaluatedProperties")?,
            // Known when all nodes are compiled.
            shared: false,
            forks: false,
        };
        Ok(if rules.is_empty() { Node::Always } else { Node::Rules(Box::new(rules)) })
    }

    fn schema(
        &mut self,
        keywords: &Keywords<'s, '_>,
        keyword: &str,
    ) -> Result<Option<NodeId>, SchemaError> {
        keywords
            .get(keyword)
            .map(|schema| self.node(&keywords.at.keyword(keyword), schema))
            .transpose()
    }

    fn schemas(
        &mut self,
        keywords: &Keywords<'s, '_>,
        keyword: &str,
    ) -> Result<Vec<NodeId>, SchemaError> {
        keywords
            .list(keyword, "an array of schemas")?
            .iter()
            .enumerate()
            .map(|(index, schema)| self.node(&keywords.at.index(keyword, index), schema))
            .collect()
    }

    /// Like `schemas`, for the keywords that make no sense with an empty list.
    fn some_schemas(
        &mut self,
        keywords: &Keywords<'s, '_>,
        keyword: &str,
    ) -> Result<Vec<NodeId>, SchemaError> {
        let nodes = self.schemas(keywords, keyword)?;
        match keywords.get(keyword) {
            Some(value) if nodes.is_empty() => {
                Err(keywords.malformed(keyword, "a non-empty array of schemas", value))
            }
            _ => Ok(nodes),
        }
    }

    fn schema_map(
        &mut self,
        keywords: &Keywords<'s, '_>,
        keyword: &str,
    ) -> Result<Vec<(&'s str, NodeId)>, SchemaError> {
        let mut nodes = Vec::new();
        for (key, schema) in keywords.members(keyword, "an object of schemas")? {
            nodes.push((key, self.node(&keywords.at.key(keyword, key), schema)?));
        }
        Ok(nodes)
    }
}
