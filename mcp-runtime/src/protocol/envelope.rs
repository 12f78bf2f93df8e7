use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::jsonrpc::{Fault, Malformed, Message, Request, Response};
use super::lenient::Lenient;
use super::{Id, Params, raw_str};

/// The members of a JSON-RPC message, in any order.
#[derive(Default)]
pub(super) struct Envelope<'a> {
    jsonrpc: Option<&'a RawValue>,
    id: Option<&'a RawValue>,
    method: Option<&'a RawValue>,
    params: Params<'a>,
    result: Option<&'a RawValue>,
    error: Option<&'a RawValue>,
    duplicate: Option<&'static str>,
}

impl<'a> Envelope<'a> {
    pub(super) fn into_message(self) -> Result<Message<'a>, Malformed> {
        let id = self.id.map(Id::from_raw);
        let invalid = |message: &str| Malformed {
            fault: Fault::InvalidRequest,
            id: id.flatten().map(Id::to_buf),
            message: message.to_owned(),
        };
        if let Some(name) = self.duplicate {
            return Err(invalid(&format!("the member \"{name}\" appears twice")));
        }
        if self.jsonrpc.map(RawValue::get) != Some("\"2.0\"") {
            return Err(invalid("the member \"jsonrpc\" must be \"2.0\""));
        }
        if id == Some(None) {
            return Err(invalid("the member \"id\" must be a string or an integer"));
        }
        let Some(method) = self.method else {
            return match (id.flatten(), self.result, self.error) {
                (Some(id), Some(result), None) => {
                    Ok(Message::Response(Response { id, outcome: Ok(result) }))
                }
                (Some(id), None, Some(error)) => {
                    Ok(Message::Response(Response { id, outcome: Err(error) }))
                }
                _ => Err(invalid("the member \"method\" is missing")),
            };
        };
        let Some(method) = raw_str(method) else {
            return Err(invalid("the member \"method\" must be a string"));
        };
        if self.result.is_some() || self.error.is_some() {
            return Err(invalid("a message has either \"method\" or \"result\" and \"error\""));
        }
        Ok(match id.flatten() {
            Some(id) => Message::Request(Request { id, method, params: self.params }),
            None => Message::Notification { method, params: self.params },
        })
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Envelope<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        pub(super) struct EnvelopeVisitor;
        impl<'de> Visitor<'de> for EnvelopeVisitor {
            type Value = Envelope<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a JSON-RPC message")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut envelope = Envelope::default();
                let mut seen = 0u8;
                while let Some(key) = map.next_key::<Key>()? {
                    let name = match key {
                        Key::Jsonrpc => {
                            envelope.jsonrpc = Some(map.next_value()?);
                            "jsonrpc"
                        }
                        Key::Id => {
                            envelope.id = Some(map.next_value()?);
                            "id"
                        }
                        Key::Method => {
                            envelope.method = Some(map.next_value()?);
                            "method"
                        }
                        Key::Params => {
                            envelope.params = map.next_value::<Lenient<Params<'de>>>()?.into();
                            "params"
                        }
                        Key::Result => {
                            envelope.result = Some(map.next_value()?);
                            "result"
                        }
                        Key::Error => {
                            envelope.error = Some(map.next_value()?);
                            "error"
                        }
                        Key::Other => {
                            map.next_value::<IgnoredAny>()?;
                            continue;
                        }
                    };
                    let bit = 1 << key as u8;
                    if seen & bit != 0 && envelope.duplicate.is_none() {
                        envelope.duplicate = Some(name);
                    }
                    seen |= bit;
                }
                Ok(envelope)
            }
        }
        deserializer.deserialize_map(EnvelopeVisitor)
    }
}

#[derive(Clone, Copy, serde::Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Key {
    Jsonrpc,
    Id,
    Method,
    Params,
    Result,
    Error,
    #[serde(other)]
    Other,
}
