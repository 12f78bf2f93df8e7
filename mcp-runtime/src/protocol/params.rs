use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// The members of `params`, located but not yet interpreted.
///
/// One pass over the message finds them all, before the method is known
/// (`params` may precede `method`), and a member of the wrong type is judged
/// by the method that needs it.
#[derive(Debug, Default)]
pub(crate) struct Params<'a> {
    pub(crate) shape: Shape,
    /// The first member that stood there twice.
    pub(crate) duplicate: Option<&'static str>,
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
    meta = "_meta",
    name = "name",
    arguments = "arguments",
    cursor = "cursor",
    protocol_version = "protocolVersion",
    capabilities = "capabilities",
    client_info = "clientInfo",
    level = "level",
    request_id = "requestId",
    reason = "reason",
}

impl<'de: 'a, 'a> Deserialize<'de> for Params<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ParamsVisitor)
    }
}

struct ParamsVisitor;

impl<'de> Visitor<'de> for ParamsVisitor {
    type Value = Params<'de>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut params = Params { shape: Shape::Object, ..Params::default() };
        while let Some(key) = map.next_key::<Key>()? {
            let Key(Some(field)) = key else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let index = field as usize;
            let value = map.next_value::<&'de RawValue>()?;
            if params.members[index].replace(value).is_some() && params.duplicate.is_none() {
                params.duplicate = Some(FIELDS[index]);
            }
        }
        Ok(params)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(other())
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(other())
    }
    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(other())
    }
    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(other())
    }
    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(other())
    }
    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(other())
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(other())
    }
}

fn other<'a>() -> Params<'a> {
    Params { shape: Shape::Other, ..Params::default() }
}

struct Key(Option<Field>);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl Visitor<'_> for KeyVisitor {
            type Value = Key;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a member name")
            }
            fn visit_str<E>(self, name: &str) -> Result<Key, E> {
                Ok(Key(Field::of(name)))
            }
        }
        deserializer.deserialize_identifier(KeyVisitor)
    }
}
