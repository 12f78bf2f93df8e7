//! {{description}}: `{{project-name}} --help` tells how it is run.

fn main() -> mcp_runtime::Result<()> {
    {{crate_name}}::server().run_blocking()
}
