"""Tools that ask the client: on the stream of the call in the older revisions,
by rounds in 2026-07-28. The tools are the same."""

import pytest
from mcp.shared.exceptions import MCPError

from asked import User
from servers import FIXTURES

ANN = {"username": "Ann", "email": "ann@example.com"}


async def test_a_user_fills_a_form_in(way):
    user = User(content=ANN)
    async with way.connect(FIXTURES, user) as client:
        answer = await client.call("test_elicitation", {"message": "Who are you?"})
    assert answer.text.startswith("User response: action=accept")
    assert "ann@example.com" in answer.text
    assert [params.message for params in user.asked] == ["Who are you?"]
    assert user.asked[0].requested_schema["required"] == ["username", "email"]


@pytest.mark.parametrize("action", ["decline", "cancel"])
async def test_a_user_says_no(way, action):
    async with way.connect(FIXTURES, User(action=action)) as client:
        answer = await client.call("test_elicitation", {"message": "Who are you?"})
    assert answer.text == f"User response: action={action}, content={{}}"
    assert not answer.failed


async def test_a_user_visits_a_page_or_does_not(way):
    url = "https://example.com/pay?order=1"
    for action, became in (("accept", "Accepted"), ("decline", "Declined")):
        user = User(action=action)
        async with way.connect(FIXTURES, user) as client:
            assert became in (await client.call("test_url_elicitation", {"url": url})).text
        assert [(params.mode, str(params.url)) for params in user.asked] == [("url", url)]


async def test_the_model_and_the_client_are_asked(way):
    async with way.connect(FIXTURES, User()) as client:
        assert (await client.call("test_sampling", {"prompt": "?"})).text == "LLM response: Paris"
        assert (await client.call("test_roots", {})).text == "file:///a\nfile:///b"


async def test_several_questions_at_once(way):
    async with way.connect(FIXTURES, User(content={"name": "Ann"}, says="Hi")) as client:
        answer = await client.call("test_input_required_result_multiple_inputs", {})
    assert answer.text == "Hi Ann, with 2 roots"


async def test_an_answer_that_breaks_the_form_is_told_so(way):
    async with way.connect(FIXTURES, User(content={"username": 7})) as client:
        error = (await client.call("test_elicitation", {"message": "Who are you?"})).facts()
    assert error["error"] == "INVALID_INPUT"
    assert "/content/username" in str(error)


async def test_a_model_that_must_not_answer(way):
    async with way.connect(FIXTURES, User(says=None)) as client:
        if way.mode != "legacy":
            # A round has no place for it; the client itself gives up.
            with pytest.raises(MCPError, match="rejected"):
                await client.call("test_sampling", {"prompt": "?"})
            return
        error = (await client.call("test_sampling", {"prompt": "?"})).facts()
    assert error["error"] == "INPUT_REFUSED"
    assert "User rejected the request" in error["message"]


async def test_who_declares_nothing_is_not_asked(way):
    async with way.connect(FIXTURES) as client:
        if way.mode != "legacy":
            with pytest.raises(MCPError) as raised:
                await client.call("test_roots", {})
            assert raised.value.error.code == -32021
            return
        error = (await client.call("test_roots", {})).facts()
    assert error["error"] == "MISSING_CAPABILITY"


async def test_comes_back_for_the_answer_where_its_stream_ends_before(way):
    async with way.connect(FIXTURES) as client:
        answer = await client.call("test_reconnection", {})
    assert answer.text == "Reconnection test completed successfully"
