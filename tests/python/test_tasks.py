"""Calls that go on as tasks. The official clients leave tasks to extensions: this is
one, as small as it can be. In older revisions the call waits."""

from typing import Any, Literal

import anyio
import mcp_types
import pytest
from mcp.client import ClientExtension, NotificationBinding, ResultClaim
from mcp.shared.exceptions import MCPError
from pydantic import BaseModel, ConfigDict

from asked import User
from servers import FIXTURES
from test_calls import eventually

EXTENSION = "io.modelcontextprotocol/tasks"


class Ask(mcp_types.Request[dict[str, Any], str]):
    name_param = "taskId"


class Listen(mcp_types.Request[dict[str, Any], str]):
    method: str = "subscriptions/listen"


class State(mcp_types.Result):
    """All that is known of a task."""

    model_config = ConfigDict(extra="allow")
    result_type: str = "complete"


class Begun(State):
    result_type: Literal["task"] = "task"


class Changed(BaseModel):
    model_config = ConfigDict(extra="allow")


class Tasks(ClientExtension):
    """Follows a task to its end, and answers what it asks."""

    identifier = EXTENSION

    def __init__(self, answers=None):
        self.answers = answers or {}
        self.told = []

    def claims(self):
        return [ResultClaim(result_type="task", model=Begun, resolve=self.follow)]

    def notifications(self):
        return [NotificationBinding(method="notifications/tasks", params_type=Changed, handler=self.hear)]

    async def hear(self, changed):
        self.told.append(changed.model_extra["status"])

    async def follow(self, begun, context):
        while True:
            state = await ask(context.session, "tasks/get", begun.model_extra["taskId"])
            match state["status"]:
                case "completed":
                    return mcp_types.CallToolResult.model_validate(state["result"], by_name=False)
                case "failed":
                    raise MCPError(state["error"]["code"], state["error"]["message"])
                case "input_required":
                    given = {
                        key: {"action": "accept", "content": self.fill(asked["params"]["requestedSchema"])}
                        for key, asked in state["inputRequests"].items()
                    }
                    await ask(context.session, "tasks/update", state["taskId"], inputResponses=given)
            await anyio.sleep(0.05)

    def fill(self, schema):
        return {key: self.answers[key] for key in schema["properties"]}


async def ask(session, method, task, **more):
    request = Ask(method=method, params={"taskId": task, **more})
    return (await session.send_request(request, State)).model_extra


async def begin(client, name, arguments):
    """The task itself, which nobody follows."""
    result = await client.client.session.call_tool(name, arguments, allow_claimed=True)
    assert isinstance(result, Begun), result
    return result.model_extra["taskId"]


async def test_a_call_that_waits_is_a_task_and_its_result_is_fetched(way):
    if way.legacy:
        return
    async with way.connect(FIXTURES, User(), extensions=[Tasks({"name": "Ann", "confirm": True})]) as client:
        assert (await client.call("slow_compute", {"seconds": 1, "label": "x"})).text == "x: computed for 1 s"
        assert (await client.call("slow_compute", {"seconds": 0, "label": "x"})).text == "x: computed for 0 s"
        assert (await client.call("confirm_delete", {"filename": "a.txt"})).text == "a.txt: deleted"
        assert (await client.call("multi_input", {})).text == "Ann: true"
        assert (await client.call("failing_job", {})).facts()["error"] == "JOB_FAILED"
    async with way.connect(FIXTURES, extensions=[Tasks()]) as client:
        with pytest.raises(MCPError) as raised:
            await client.call("protocol_error_job", {})
        assert raised.value.error.code == -32021


async def test_stops_a_task_and_is_told_of_it(way):
    if way.legacy:
        return
    tasks = Tasks()
    async with way.connect(FIXTURES, extensions=[tasks]) as client:
        session = client.client.session
        task = await begin(client, "slow_compute", {"seconds": 60, "label": "never"})
        assert (await ask(session, "tasks/get", task))["status"] == "working"
        # The client listens for what it knows; this is sent as it stands.
        listen = Listen(params={"notifications": {"taskIds": [task]}})
        async with anyio.create_task_group() as group:
            group.start_soon(session.send_request, listen, State)

            async def working():
                return "working" in tasks.told

            async def cancelled():
                return "cancelled" in tasks.told

            await eventually("how it stands", working)
            await ask(session, "tasks/cancel", task)
            await eventually("its end", cancelled)
            group.cancel_scope.cancel()
        assert (await ask(session, "tasks/get", task))["status"] == "cancelled"


async def test_a_task_outlives_the_connection_that_it_was_begun_on(way):
    if way.legacy or way.transport == "stdio":
        return
    async with way.connect(FIXTURES, extensions=[Tasks()]) as client:
        task = await begin(client, "slow_compute", {"seconds": 1, "label": "kept"})
    async with way.connect(FIXTURES, extensions=[Tasks()]) as client:
        session = client.client.session

        async def done():
            return (await ask(session, "tasks/get", task))["status"] == "completed"

        await eventually("its end", done)
        state = await ask(session, "tasks/get", task)
    assert state["result"]["content"][0]["text"] == "kept: computed for 1 s"


async def test_a_task_that_is_not_there_is_unknown(way):
    if way.legacy:
        return
    async with way.connect(FIXTURES, extensions=[Tasks()]) as client:
        for method in ("tasks/get", "tasks/cancel", "tasks/update"):
            more = {"inputResponses": {}} if method == "tasks/update" else {}
            with pytest.raises(MCPError, match="(?i)task") as raised:
                await ask(client.client.session, method, "task-of-nobody", **more)
            assert raised.value.error.code == -32602


async def test_a_client_that_knows_no_tasks_waits_or_is_told_what_is_missing(way):
    async with way.connect(FIXTURES, User(content={"confirm": True})) as client:
        assert (await client.call("slow_compute", {"seconds": 1, "label": "y"})).text == "y: computed for 1 s"
        assert (await client.call("confirm_delete", {"filename": "a.txt"})).text == "a.txt: deleted"
        if way.legacy:
            assert (await client.call("failing_job", {})).facts()["error"] == "MISSING_CAPABILITY"
            return
        with pytest.raises(MCPError) as raised:
            await client.call("failing_job", {})
        assert raised.value.error.code == -32021
        assert list(raised.value.error.data["requiredCapabilities"]["extensions"]) == [EXTENSION]
