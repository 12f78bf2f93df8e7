use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::lenient::Members;
use super::meta_key;

/// The members of `_meta` that the runtime itself reads.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Meta<'a> {
    pub(crate) protocol_version: Option<&'a RawValue>,
    pub(crate) client_capabilities: Option<&'a RawValue>,
    pub(crate) log_level: Option<&'a RawValue>,
    pub(crate) progress_token: Option<&'a RawValue>,
    /// `traceparent`, `tracestate` and `baggage`.
    #[cfg(feature = "otlp")]
    pub(crate) trace: [Option<&'a RawValue>; 3],
}

impl Meta<'_> {
    /// Whether the request declares its version, as only modern ones do.
    pub(crate) fn has_version(&self) -> bool {
        self.protocol_version.is_some()
    }
}

impl<'de: 'a, 'a> Members<'de> for Meta<'a> {
    fn read<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut meta = Meta::default();
        while let Some(key) = map.next_key::<Key>()? {
            match key {
                Key::ProtocolVersion => meta.protocol_version = Some(map.next_value()?),
                Key::ClientCapabilities => meta.client_capabilities = Some(map.next_value()?),
                Key::LogLevel => meta.log_level = Some(map.next_value()?),
                Key::ProgressToken => meta.progress_token = Some(map.next_value()?),
                #[cfg(feature = "otlp")]
                Key::Trace(field) => meta.trace[field] = Some(map.next_value()?),
                Key::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(meta)
    }
}

enum Key {
    ProtocolVersion,
    ClientCapabilities,
    LogLevel,
    ProgressToken,
    #[cfg(feature = "otlp")]
    Trace(usize),
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
                    meta_key::PROTOCOL_VERSION => Key::ProtocolVersion,
                    meta_key::CLIENT_CAPABILITIES => Key::ClientCapabilities,
                    meta_key::LOG_LEVEL => Key::LogLevel,
                    "progressToken" => Key::ProgressToken,
                    #[cfg(feature = "otlp")]
                    "traceparent" => Key::Trace(0),
                    #[cfg(feature = "otlp")]
                    "tracestate" => Key::Trace(1),
                    #[cfg(feature = "otlp")]
                    "baggage" => Key::Trace(2),
                    _ => Key::Other,
                })
            }
        }
        deserializer.deserialize_identifier(KeyVisitor)
    }
}
