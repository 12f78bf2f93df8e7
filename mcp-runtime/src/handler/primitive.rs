//! Types whose meaning is known without asking anyone.

use std::any::TypeId;

use serde_json::{Value, json};

/// Whether decoding into the type refuses everything its schema refuses, so
/// that a separate validation would be done twice. True for exactly the types
/// listed: a type of the user's may decode more loosely than its schema says.
pub(super) fn enforces_itself(ty: TypeId) -> bool {
    macro_rules! any {
        ($($t:ty)*) => {
            $(ty == TypeId::of::<$t>()
                || ty == TypeId::of::<Option<$t>>()
                || ty == TypeId::of::<Vec<$t>>())||*
        };
    }
    any!(bool String u8 u16 u32 u64 i8 i16 i32 i64 f32 f64 Value)
}

/// The schema of a plain type. What schemars would say too, but a generator
/// costs more than the rest of a small server's start.
pub(super) fn schema(ty: TypeId) -> Option<Value> {
    macro_rules! is {
        ($($t:ty)*) => { $(ty == TypeId::of::<$t>())||* };
    }
    if is!(String) {
        return Some(json!({"type": "string"}));
    }
    if is!(bool) {
        return Some(json!({"type": "boolean"}));
    }
    if is!(f32 f64) {
        return Some(json!({"type": "number"}));
    }
    if is!(i32 i64) {
        return Some(json!({"type": "integer"}));
    }
    is!(u32 u64).then(|| json!({"type": "integer", "minimum": 0}))
}

#[cfg(test)]
mod tests {
    use schemars::JsonSchema;

    use super::*;

    #[test]
    fn the_short_cut_says_what_schemars_says() {
        fn same<T: JsonSchema + 'static>() {
            let mut generators = crate::handler::Generators::default();
            let mut theirs = Value::from(generators.input().subschema_for::<T>());
            crate::handler::shape::tidy(&mut theirs);
            assert_eq!(schema(TypeId::of::<T>()), Some(theirs));
        }
        same::<String>();
        same::<bool>();
        same::<f32>();
        same::<f64>();
        same::<i32>();
        same::<i64>();
        same::<u32>();
        same::<u64>();
    }
}
