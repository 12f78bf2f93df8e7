const META: &str = concat!(
    r#""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","#,
    r#""io.modelcontextprotocol/clientInfo":{"name":"bench","version":"1.0.0"},"#,
    r#""io.modelcontextprotocol/clientCapabilities":{}}"#
);

/// A line of revision 2026-07-28; `params` are members, without braces.
pub(crate) fn modern(method: &str, id: usize, params: &str) -> String {
    let comma = if params.is_empty() { "" } else { "," };
    line(&format!(
        r#"{{"jsonrpc":"2.0","id":{id},"method":"{method}","params":{{{params}{comma}{META}}}}}"#
    ))
}

/// A line of the handshake era.
pub(crate) fn legacy(method: &str, id: usize, params: &str) -> String {
    line(&format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"{method}","params":{{{params}}}}}"#))
}

/// A line that is read, judged and forgotten.
pub(crate) fn notification(params: &str) -> String {
    line(&format!(r#"{{"jsonrpc":"2.0","method":"notifications/unknown","params":{{{params}}}}}"#))
}

fn line(message: &str) -> String {
    format!("{message}\n")
}
