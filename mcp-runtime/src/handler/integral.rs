use serde_json::Value;

/// `json` with every number such as `3.0` written as `3`, if there is one.
pub(super) fn integral(json: &str) -> Option<String> {
    fn walk(value: &mut Value) -> bool {
        match value {
            Value::Number(number) if number.is_f64() => {
                let Some(float) = number.as_f64() else { return false };
                // Beyond 2^53 the literal is not what the caller meant to the digit.
                if float.fract() != 0.0 || float.abs() >= 9_007_199_254_740_992.0 {
                    return false;
                }
                #[allow(clippy::cast_possible_truncation)] // bounded just above
                let whole = float as i64;
                *value = Value::from(whole);
                true
            }
            Value::Array(items) => items.iter_mut().fold(false, |any, item| walk(item) | any),
            Value::Object(members) => {
                members.values_mut().fold(false, |any, member| walk(member) | any)
            }
            _ => false,
        }
    }
    let mut value: Value = serde_json::from_str(json).ok()?;
    walk(&mut value).then(|| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::integral;

    #[test]
    fn whole_numbers_written_as_fractions_are_rewritten() {
        assert_eq!(integral("3.0").as_deref(), Some("3"));
        assert_eq!(integral("[1,2.0,{\"a\":-0.0}]").as_deref(), Some("[1,2,{\"a\":0}]"));
        assert_eq!(integral("3.5"), None);
        assert_eq!(integral("3"), None);
        assert_eq!(integral("1e300"), None);
    }
}
