#[derive(ToolError)]
#[tool_error(code = "BROKEN", action = "Mend {part} of {type:?}.", details(part, r#type), retry_after = "1s", crate = rt)]
struct Broken<'a, T: Clone, const N: usize>
where
    T: Debug,
{
    part: Part<T>,
    r#type: &'a [T; N],
    plain: u8,
}

#[derive(ToolError)]
#[tool_error(transparent)]
struct Wrapper<E>(E);

#[derive(ToolError)]
struct Internal;
