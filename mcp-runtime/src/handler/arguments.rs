use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The members of `arguments`, one slot per parameter, found in one pass.
pub(super) enum Slots<'a> {
    Few([Option<&'a RawValue>; FEW]),
    Many(Vec<Option<&'a RawValue>>),
}

/// Enough for most tools without an allocation.
const FEW: usize = 12;

/// A member that no slot takes.
pub(super) enum Stray<'a> {
    /// The tool has no such argument.
    Unknown(String, &'a RawValue),
    /// The slot was filled before.
    Repeated(usize, &'a RawValue),
}

impl<'a> Slots<'a> {
    pub(super) fn new(count: usize) -> Self {
        if count <= FEW { Self::Few([None; FEW]) } else { Self::Many(vec![None; count]) }
    }

    pub(super) fn get(&self, index: usize) -> Option<&'a RawValue> {
        match self {
            Self::Few(slots) => slots.get(index).copied().flatten(),
            Self::Many(slots) => slots.get(index).copied().flatten(),
        }
    }

    fn slot(&mut self, index: usize) -> Option<&mut Option<&'a RawValue>> {
        match self {
            Self::Few(slots) => slots.get_mut(index),
            Self::Many(slots) => slots.get_mut(index),
        }
    }

    /// Fills the slots from an object; `find` maps a member name to a slot.
    pub(super) fn fill(
        &mut self,
        json: &'a str,
        find: &dyn Fn(&str) -> Option<usize>,
        stray: &mut dyn FnMut(Stray<'a>),
    ) -> Result<(), serde_json::Error> {
        let mut json = serde_json::Deserializer::from_str(json);
        Fill { slots: self, find, stray }.deserialize(&mut json)
    }
}

struct Fill<'s, 'a, 'f> {
    slots: &'s mut Slots<'a>,
    find: &'f dyn Fn(&str) -> Option<usize>,
    stray: &'f mut dyn FnMut(Stray<'a>),
}

impl<'a> DeserializeSeed<'a> for Fill<'_, 'a, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'a> Visitor<'a> for Fill<'_, 'a, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key_seed(KeySeed(self.find))? {
            let value: &'a RawValue = map.next_value()?;
            match key {
                Key::Known(index) => {
                    if let Some(slot) = self.slots.slot(index)
                        && slot.replace(value).is_some()
                    {
                        (self.stray)(Stray::Repeated(index, value));
                    }
                }
                Key::Unknown(name) => (self.stray)(Stray::Unknown(name, value)),
            }
        }
        Ok(())
    }
}

/// Looks a member name up while it is still borrowed from the parser, so that
/// known names are never copied.
struct KeySeed<'f>(&'f dyn Fn(&str) -> Option<usize>);

enum Key {
    Known(usize),
    Unknown(String),
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Key;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a member name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Key, E> {
        Ok((self.0)(name).map_or_else(|| Key::Unknown(name.to_owned()), Key::Known))
    }
}
