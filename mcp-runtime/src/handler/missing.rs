use serde::de::{DeserializeOwned, Deserializer, Error, Visitor};
use serde::forward_to_deserialize_any;

/// What `T` is when its argument is not sent, if it may be left out.
///
/// Asking the type's own `Deserialize` finds every optional type, also
/// behind an alias or a newtype, where looking for a type spelled `Option`
/// would not.
pub(crate) fn missing<T: DeserializeOwned>() -> Option<T> {
    T::deserialize(Missing).ok()
}

struct Missing;

impl<'de> Deserializer<'de> for Missing {
    type Error = serde::de::value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(Error::custom("missing"))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_none()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string
        bytes byte_buf unit unit_struct newtype_struct seq tuple tuple_struct
        map struct enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_optional_types_may_be_missing() {
        assert_eq!(missing::<Option<u8>>(), Some(None));
        assert_eq!(missing::<u8>(), None);
        assert_eq!(missing::<Vec<u8>>(), None);
        assert_eq!(missing::<String>(), None);
    }
}
