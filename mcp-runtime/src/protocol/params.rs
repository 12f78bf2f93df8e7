use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::Meta;
use super::lenient::{Lenient, Members};

/// The members of `params`, located but not yet interpreted.
///
/// One pass over the message finds them all, before the method is known
/// (`params` may precede `method`), and a member of the wrong type is judged
/// by the method that needs it.
#[derive(Default)]
pub(crate) struct Params<'a> {
    pub(crate) shape: Shape,
    /// The first member that stood there twice.
    pub(crate) duplicate: Option<&'static str>,
    meta: Option<Lenient<Meta<'a>>>,
    members: [Option<&'a RawValue>; FIELDS.len()],
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    #[default]
    Absent,
    Object,
    /// An array or a scalar: JSON-RPC allows arrays, MCP only objects.
    Other,
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $wire:literal),* $(,)?) => {
        #[derive(Clone, Copy)]
        #[allow(non_camel_case_types)]
        enum Field { $($name),* }

        const FIELDS: &[&str] = &[$($wire),*];

        impl Field {
            fn of(name: &str) -> Option<Self> {
                match name {
                    $($wire => Some(Self::$name),)*
                    _ => None,
                }
            }
        }

        impl<'a> Params<'a> {
            $($(#[$doc])* pub(crate) fn $name(&self) -> Option<&'a RawValue> {
                self.members[Field::$name as usize]
            })*
        }
    };
}

fields! {
    name = "name",
    uri = "uri",
    arguments = "arguments",
    cursor = "cursor",
    protocol_version = "protocolVersion",
    capabilities = "capabilities",
    client_info = "clientInfo",
    level = "level",
    request_id = "requestId",
    reason = "reason",
    input_responses = "inputResponses",
    request_state = "requestState",
    notifications = "notifications",
    reference = "ref",
    argument = "argument",
    context = "context",
    task_id = "taskId",
}

impl<'a> Params<'a> {
    /// The members of `_meta` that the runtime reads; an error where it is
    /// not an object.
    pub(crate) fn meta(&self) -> Result<Option<&Meta<'a>>, String> {
        match &self.meta {
            None => Ok(None),
            Some(Lenient::Object(meta)) => Ok(Some(meta)),
            Some(Lenient::Other) => Err("`params._meta` must be an object".to_owned()),
        }
    }
}

impl<'a> From<Lenient<Params<'a>>> for Params<'a> {
    fn from(params: Lenient<Params<'a>>) -> Self {
        match params {
            Lenient::Object(params) => params,
            Lenient::Other => Params { shape: Shape::Other, ..Params::default() },
        }
    }
}

impl<'de: 'a, 'a> Members<'de> for Params<'a> {
    fn read<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut params = Params { shape: Shape::Object, ..Params::default() };
        while let Some(key) = map.next_key::<Key>()? {
            let repeated = match key {
                Key::Meta => params.meta.replace(map.next_value()?).map(|_| "_meta"),
                Key::Field(field) => {
                    let index = field as usize;
                    params.members[index].replace(map.next_value()?).map(|_| FIELDS[index])
                }
                Key::Other => {
                    map.next_value::<IgnoredAny>()?;
                    None
                }
            };
            params.duplicate = params.duplicate.or(repeated);
        }
        Ok(params)
    }
}

enum Key {
    Meta,
    Field(Field),
    Other,
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl Visitor<'_> for KeyVisitor {
            type Value = Key;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a member name")
            }
            fn visit_str<E>(self, name: &str) -> Result<Key, E> {
                Ok(match name {
                    "_meta" => Key::Meta,
                    name => Field::of(name).map_or(Key::Other, Key::Field),
                })
            }
        }
        deserializer.deserialize_identifier(KeyVisitor)
    }
}
