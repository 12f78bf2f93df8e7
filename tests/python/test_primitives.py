"""Prompts, resources and completion, as both Python clients ask for them."""

import base64

import mcp.types
import pytest
from mcp.shared.exceptions import MCPError

from servers import FIXTURES


def entries(result, name):
    """One of the clients hands out the list alone."""
    return getattr(result, name, result)


async def test_lists_prompts_with_their_arguments(way):
    async with way.connect(FIXTURES) as client:
        prompts = entries(await client.client.list_prompts(), "prompts")
    [prompt] = [prompt for prompt in prompts if prompt.name == "test_prompt_with_arguments"]
    assert [(argument.name, argument.required) for argument in prompt.arguments] == [("arg1", True), ("arg2", True)]


async def test_gets_prompts(way):
    async with way.connect(FIXTURES) as client:
        result = await client.client.get_prompt("test_prompt_with_arguments", {"arg1": "a", "arg2": "b"})
        assert result.messages[0].content.text == "Prompt with arguments: arg1='a', arg2='b'"
        with pytest.raises(MCPError, match="arg2"):
            await client.client.get_prompt("test_prompt_with_arguments", {"arg1": "a"})
        with pytest.raises(MCPError, match="Did you mean test_simple_prompt"):
            await client.client.get_prompt("test_simple_promt")


async def test_reads_resources(way):
    async with way.connect(FIXTURES) as client:
        resources = entries(await client.client.list_resources(), "resources")
        assert "test://static-text" in [str(resource.uri) for resource in resources]
        text = entries(await client.client.read_resource("test://static-text"), "contents")
        assert text[0].mime_type == "text/plain"
        binary = entries(await client.client.read_resource("test://static-binary"), "contents")
        assert base64.b64decode(binary[0].blob)[1:4] == b"PNG"
        data = entries(await client.client.read_resource("test://template/12/data"), "contents")
        assert "Data for ID: 12" in data[0].text
        with pytest.raises(MCPError, match="no resource with this URI"):
            await client.client.read_resource("test://nothing")


async def test_completes_an_argument(way):
    ref = mcp.types.PromptReference(type="ref/prompt", name="test_prompt_with_arguments")
    async with way.connect(FIXTURES) as client:
        result = await client.client.complete(ref, {"name": "arg1", "value": "PAR"})
        assert entries(result, "completion").values == ["paris", "park", "party"]
