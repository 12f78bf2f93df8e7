"""What clients of both eras say, and what an answer came to."""

import itertools
import json

from perf.messages import Message

LEGACY = "2025-11-25"
# The last revision with batches.
OLDER = "2025-03-26"
SECRET = "hunter2"

numbers = itertools.count(1)


class Unexpected(Exception):
    """The server did not do what it should."""


def modern(method, params, name=None, meta=None, credential=None):
    """Headers and body of a request that says everything itself."""
    message = Message(method, params, name, meta)
    number = next(numbers)
    return number, message.headers(credential), message.text(number).encode()


def legacy(session, method, params, credential=None, version=LEGACY):
    """The same within a session."""
    number = next(numbers)
    return number, legacy_headers(session, credential, version), text(method, params, number)


def text(method, params, number=None):
    message = {"jsonrpc": "2.0", "method": method, "params": params}
    if number is not None:
        message["id"] = number
    return json.dumps(message, separators=(",", ":")).encode()


def legacy_headers(session=None, credential=None, version=LEGACY):
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    if session:
        headers |= {"Mcp-Session-Id": session, "MCP-Protocol-Version": version}
    if credential:
        headers["Authorization"] = f"Bearer {credential}"
    return headers


def initialize(version=LEGACY):
    info = {"name": "soak", "version": "1"}
    return text("initialize", {"protocolVersion": version, "capabilities": {}, "clientInfo": info}, next(numbers))


def outcome(call, number, messages):
    """`OK` or a code; complains where the answer is not one to this call."""
    answers = [message for message in messages if "id" in message]
    if len(answers) != 1 or answers[0]["id"] != number:
        raise Unexpected(f"{call}: {len(answers)} answers: {messages}"[:600])
    return came_to(call, answers[0])


def came_to(call, answer):
    if "error" in answer:
        data = answer["error"].get("data") or {}
        code = data.get("error", answer["error"]["code"]) if isinstance(data, dict) else answer["error"]["code"]
    else:
        result = answer["result"]
        said = result["content"][0]["text"]
        failed = result.get("isError")
        code = json.loads(said)["error"] if failed else "OK"
        if not failed and call.text not in (None, said):
            raise Unexpected(f"{call}: said {said[:300]!r}")
    if code not in call.codes:
        raise Unexpected(f"{call}: came to {code}: {answer}"[:600])
    if SECRET in json.dumps(answer):
        raise Unexpected(f"{call}: tells a secret")
    return code
