"""The requests that every server is measured with: revision 2026-07-28."""

import json

META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": {"name": "perf", "version": "1.0.0"},
    "io.modelcontextprotocol/clientCapabilities": {},
}


class Message:
    """One request, as HTTP and stdio carry it."""

    def __init__(self, method, params, name=None, meta=None):
        self.method = method
        self.name = name
        self._params = {**params, "_meta": {**META, **(meta or {})}}

    def text(self, id=1):
        message = {"jsonrpc": "2.0", "id": id, "method": self.method, "params": self._params}
        return json.dumps(message, separators=(",", ":"))

    def template(self):
        """The text with `__ID__` in place of the id, for the driver."""
        return self.text("__ID__").replace('"__ID__"', "__ID__")

    def headers(self, credential=None):
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
            "MCP-Protocol-Version": "2026-07-28",
            "Mcp-Method": self.method,
        }
        if self.name:
            headers["Mcp-Name"] = self.name
        if credential:
            headers["Authorization"] = f"Bearer {credential}"
        return headers

    def http(self, host, credential=None):
        """The whole HTTP request, to be sent in one piece."""
        body = self.text().encode()
        lines = ["POST /mcp HTTP/1.1", f"Host: {host}", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in self.headers(credential).items()]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def call(name, arguments):
    return Message("tools/call", {"name": name, "arguments": arguments}, name)


ADD = call("add", {"a": 2, "b": 3.5})
ECHO_1K = call("echo", {"text": "lorem ipsum " * 85 + "dolo"})
LIST = Message("tools/list", {})

EXPECTED_TEXT = {ADD: "5.5", ECHO_1K: "lorem ipsum " * 85 + "dolo"}


def complaint(message, answer):
    """Why `answer` is not what was asked for, or None."""
    try:
        result = json.loads(answer)["result"]
        if message is LIST:
            names = {tool["name"] for tool in result["tools"]}
            return None if {"add", "echo"} <= names else f"it lists {sorted(names)}"
        text = result["content"][0]["text"]
        failed = result.get("isError") or text != EXPECTED_TEXT[message]
        return f"it answers {answer[:300]!r}" if failed else None
    except (KeyError, IndexError, TypeError, ValueError):
        return f"it answers {answer[:300]!r}"
