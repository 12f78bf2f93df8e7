//! The clients that `install` knows, as their documentation describes them.
//!
//! Sources, read in November 2026:
//! - Claude Desktop: <https://modelcontextprotocol.io/docs/develop/connect-local-servers>
//! - Claude Code: <https://code.claude.com/docs/en/mcp>
//! - Cursor: <https://cursor.com/docs/mcp>
//! - VS Code: <https://code.visualstudio.com/docs/agents/reference/mcp-configuration>
//! - Zed: <https://zed.dev/docs/ai/mcp>
//! - Codex: <https://developers.openai.com/codex/mcp>

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Client {
    ClaudeDesktop,
    ClaudeCode,
    Cursor,
    VsCode,
    Zed,
    Codex,
}

/// Whom an entry is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    User,
    Project,
}

impl Client {
    pub(super) const ALL: [Self; 6] =
        [Self::ClaudeDesktop, Self::ClaudeCode, Self::Cursor, Self::VsCode, Self::Zed, Self::Codex];

    /// What to type.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::ClaudeDesktop => "claude-desktop",
            Self::ClaudeCode => "claude-code",
            Self::Cursor => "cursor",
            Self::VsCode => "vscode",
            Self::Zed => "zed",
            Self::Codex => "codex",
        }
    }

    /// What its users call it.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::ClaudeDesktop => "Claude Desktop",
            Self::ClaudeCode => "Claude Code",
            Self::Cursor => "Cursor",
            Self::VsCode => "VS Code",
            Self::Zed => "Zed",
            Self::Codex => "Codex",
        }
    }

    /// Where in its file the servers are.
    pub(super) fn servers(self) -> &'static str {
        match self {
            Self::ClaudeDesktop | Self::ClaudeCode | Self::Cursor => "mcpServers",
            Self::VsCode => "servers",
            Self::Zed => "context_servers",
            Self::Codex => "mcp_servers",
        }
    }

    /// What whoever installed the server does next.
    pub(super) fn next(self, scope: Scope) -> &'static str {
        match (self, scope) {
            (Self::ClaudeDesktop, _) => {
                "quit Claude Desktop and start it again; closing its window is not enough"
            }
            (Self::ClaudeCode, Scope::User) => {
                "end the sessions of Claude Code that run and start a new one, `/mcp` lists the \
                 server; one that runs may write over the file, then install again"
            }
            (Self::ClaudeCode, Scope::Project) => {
                "start Claude Code in this folder and approve the server; `/mcp` lists it"
            }
            (Self::Cursor, _) => "restart Cursor and see that the server is on, in Customize, MCPs",
            (Self::VsCode, _) => {
                "run `MCP: List Servers` from the command palette of VS Code and start the server"
            }
            (Self::Zed, _) => {
                "Zed takes it up at once; its settings, AI, MCP Servers show a green dot"
            }
            (Self::Codex, Scope::User) => "start Codex again; `/mcp` lists the server",
            (Self::Codex, Scope::Project) => {
                "start Codex again in this folder, which it must trust; `/mcp` lists the server"
            }
        }
    }
}
