use std::borrow::Cow;

use serde::ser::{Serialize, SerializeStruct as _, Serializer};
use serde_json::value::RawValue;

/// A response, to be serialized.
#[derive(Debug)]
pub struct Answer<'a> {
    id: &'a RawValue,
    outcome: Outcome<'a>,
}

#[derive(Debug)]
enum Outcome<'a> {
    Text(CallResult<'a>),
    List(&'static RawValue),
    Error(Error),
}

#[derive(Debug, serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct CallResult<'a> {
    content: [Text<'a>; 1],
    result_type: &'static str,
    #[serde(rename = "_meta")]
    meta: Meta,
}

#[derive(Debug, serde::Serialize)]
#[serde(tag = "type", rename = "text")]
struct Text<'a> {
    text: Cow<'a, str>,
}

#[derive(Debug, serde::Serialize)]
pub(crate) struct Meta {
    #[serde(rename = "io.modelcontextprotocol/serverInfo")]
    server: Server,
}

#[derive(Debug, serde::Serialize)]
struct Server {
    name: &'static str,
    version: &'static str,
}

#[derive(Debug, serde::Serialize)]
struct Error {
    code: i32,
    message: String,
}

/// The name is the measured server's, so that the answers can be compared.
pub(crate) const META: Meta = Meta { server: Server { name: "perf-server", version: "0.1.0" } };

impl<'a> Answer<'a> {
    pub(crate) fn text(id: &'a RawValue, text: Cow<'a, str>) -> Self {
        let content = [Text { text }];
        let result = CallResult { content, result_type: "complete", meta: META };
        Self { id, outcome: Outcome::Text(result) }
    }

    pub(crate) fn list(id: &'a RawValue, list: &'static RawValue) -> Self {
        Self { id, outcome: Outcome::List(list) }
    }

    pub(crate) fn error(id: &'a RawValue, code: i32, message: &str) -> Self {
        let message = message.to_owned();
        Self { id, outcome: Outcome::Error(Error { code, message }) }
    }
}

impl Serialize for Answer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Answer", 3)?;
        object.serialize_field("jsonrpc", "2.0")?;
        object.serialize_field("id", self.id)?;
        match &self.outcome {
            Outcome::Text(result) => object.serialize_field("result", result)?,
            Outcome::List(list) => object.serialize_field("result", list)?,
            Outcome::Error(error) => object.serialize_field("error", error)?,
        }
        object.end()
    }
}
