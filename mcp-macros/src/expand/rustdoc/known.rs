//! The schemas of types that can be told from their names.

use syn::{GenericArgument, PathArguments, PathSegment, Type};

use super::link;
use crate::literal::json::Json;
use crate::literal::number::Number;

/// What is known about an argument's type.
pub(super) struct Known {
    pub(super) schema: Vec<(String, Json)>,
    /// It may be left out.
    pub(super) optional: bool,
}

/// The schema that the runtime derives for `ty`, or `None` if only the compiler knows.
pub(super) fn of(ty: &Type) -> Option<Known> {
    let schema = match link::bare(ty) {
        Type::Path(path) if path.qself.is_none() && link::is_standard(&path.path) => {
            let last = path.path.segments.last()?;
            if last.ident == "Option" {
                let inner = of(argument(last, 0)?)?;
                return Some(Known { optional: true, ..inner });
            }
            standard(last)?
        }
        _ => return None,
    };
    Some(Known { schema, optional: false })
}

fn standard(segment: &PathSegment) -> Option<Vec<(String, Json)>> {
    let nested = |index| of(argument(segment, index)?).map(|known| Json::Object(known.schema));
    Some(match segment.ident.to_string().as_str() {
        "bool" => vec![ty("boolean")],
        "String" | "str" | "PathBuf" | "Path" => vec![ty("string")],
        "char" => vec![ty("string"), whole("minLength", 1), whole("maxLength", 1)],
        "f32" | "f64" => vec![ty("number")],
        "i32" | "i64" | "i128" | "isize" => vec![ty("integer")],
        "u32" | "u64" | "u128" | "usize" => vec![ty("integer"), whole("minimum", 0)],
        "u8" => between(0, u8::MAX.into()),
        "u16" => between(0, u16::MAX.into()),
        "i8" => between(i8::MIN.into(), i8::MAX.into()),
        "i16" => between(i16::MIN.into(), i16::MAX.into()),
        "Vec" | "VecDeque" => vec![ty("array"), ("items".into(), nested(0)?)],
        "HashSet" | "BTreeSet" => {
            vec![
                ty("array"),
                ("uniqueItems".into(), Json::Bool(true)),
                ("items".into(), nested(0)?),
            ]
        }
        "HashMap" | "BTreeMap" if is_string(argument(segment, 0)?) => {
            vec![ty("object"), ("additionalProperties".into(), nested(1)?)]
        }
        "Box" | "Arc" | "Rc" => of(argument(segment, 0)?)?.schema,
        _ => return None,
    })
}

fn argument(segment: &PathSegment, index: usize) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    let mut types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    types.nth(index)
}

fn is_string(ty: &Type) -> bool {
    matches!(link::bare(ty), Type::Path(path) if path.path.is_ident("String"))
}

fn ty(name: &str) -> (String, Json) {
    ("type".into(), Json::String(name.into()))
}

fn whole(key: &str, value: i128) -> (String, Json) {
    (key.into(), Json::Number(Number::whole(value)))
}

fn between(minimum: i128, maximum: i128) -> Vec<(String, Json)> {
    vec![ty("integer"), whole("minimum", minimum), whole("maximum", maximum)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemas() {
        for (ty, schema) in [
            ("bool", r#"{"type":"boolean"}"#),
            ("std::string::String", r#"{"type":"string"}"#),
            ("i8", r#"{"type":"integer","minimum":-128,"maximum":127}"#),
            ("Option<Vec<u32>>", r#"{"type":"array","items":{"type":"integer","minimum":0}}"#),
            ("Box<f64>", r#"{"type":"number"}"#),
            (
                "HashMap<String, bool>",
                r#"{"type":"object","additionalProperties":{"type":"boolean"}}"#,
            ),
        ] {
            let known = of(&syn::parse_str(ty).expect(ty)).expect(ty);
            assert_eq!(Json::Object(known.schema).to_string(), schema);
            assert_eq!(known.optional, ty.starts_with("Option"));
        }
        for ty in [
            "Mode",
            "Vec<Mode>",
            "HashMap<u8, bool>",
            "Cow<'static, str>",
            "Option",
            "my::String",
            "&str",
        ] {
            assert!(of(&syn::parse_str(ty).expect(ty)).is_none(), "{ty}");
        }
    }
}
