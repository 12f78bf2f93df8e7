"""Whether each Python client finds its way from a refusal to a token."""

import pytest
from mcp.shared.exceptions import MCPError

from clients import FastMcp, Mcp
from guarded import Recording, connect
from servers import ELSEWHERE, PARTLY_PRIVATE, PRIVATE

RESOURCE = "GET /.well-known/oauth-protected-resource/mcp 200"
ISSUER = "GET /.well-known/oauth-authorization-server 200"
ALL = "vault:read vault:write"

WAYS = [(client, mode) for client in (Mcp, FastMcp) for mode in ("legacy", "auto")]


def token(scope, server=PRIVATE):
    return f"POST /token 200 {scope} for {server.url}"


@pytest.fixture(params=WAYS, ids=lambda way: f"{way[0].__name__}-{way[1]}")
def caller(request):
    """Connects one client in one era."""
    client, mode = request.param

    def with_(server, sent=None, key=None):
        return connect(client, mode, server, sent or Recording(), key)

    return with_


async def test_gets_the_token_that_the_challenge_leads_to(caller):
    sent = Recording()
    async with caller(PRIVATE, sent) as client:
        expected = ["POST /mcp 401", RESOURCE, ISSUER, token("vault:read"), "POST /mcp 200"]
        assert sent.take()[:5] == expected
        for tool, text in (("vault", "gold"), ("secret", "known as client")):
            assert (await client.call(tool, {})).text == text
        assert set(sent.take()) <= {"POST /mcp 200", "POST /mcp 202"}
        assert among(await client.tools()) == ["vault"]


async def test_asks_once_for_all_that_a_call_needs_beyond_that(caller):
    sent = Recording()
    async with caller(PRIVATE, sent) as client:
        assert (await client.call("vault", {})).text == "gold"
        sent.take()
        assert (await client.call("admin", {})).text == "more gold"
        # It remembers where the token came from.
        assert sent.take() == ["POST /mcp 403", token(ALL), "POST /mcp 200"]
        assert (await client.call("vault", {})).text == "gold"
        assert sent.take() == ["POST /mcp 200"]


async def test_gets_a_token_when_a_call_needs_one_and_is_known_from_then_on(caller):
    sent = Recording()
    async with caller(PARTLY_PRIVATE, sent) as client:
        assert (await client.call("whoami", {})).text == "peer 127.0.0.1"
        sent.take()
        assert (await client.call("vault", {})).text == "gold"
        expected = ["POST /mcp 401", RESOURCE, ISSUER, token("vault:read", PARTLY_PRIVATE)]
        assert sent.take() == [*expected, "POST /mcp 200"]
        assert (await client.call("whoami", {})).text.endswith(" client")
    async with caller(PARTLY_PRIVATE) as stranger:
        assert among(await stranger.tools()) == []


async def test_gives_up_where_the_token_that_it_got_is_for_another_server(caller):
    sent = Recording()
    with pytest.raises(Exception) as raised:
        async with caller(ELSEWHERE, sent):
            pass
    error = innermost(raised.value).error
    assert (error.code, error.data["message"]) == (401, "the token is for another audience")
    issued = token("vault:read", ELSEWHERE)
    attempt = ["POST /mcp 401", RESOURCE, ISSUER, issued, "POST /mcp 401"]
    # Once for each era that it tries.
    assert sent.take() in (attempt, attempt * 2)


async def test_shows_a_key_and_is_served_as_its_owner(caller):
    lists = []
    for name in ("bob", "alice", "carol"):
        async with caller(PRIVATE, key=f"{name}-key-0000000000000000") as client:
            assert (await client.call("secret", {})).text == f"known as {name}"
            lists.append(among(await client.tools()))
    assert lists == [[], ["vault"], ["admin", "vault"]]


async def test_is_told_that_a_key_is_wrong_and_what_to_do(caller):
    with pytest.raises(Exception) as raised:
        async with caller(PRIVATE, key="mallory-key-00000000000000"):
            pass
    error = innermost(raised.value).error
    assert (error.code, error.data["error"]) == (401, "UNAUTHENTICATED")
    # Whoever shows the message alone shows the next step as well.
    assert error.message.startswith("the credential is not known here. ")
    assert "Authorization: Bearer" in error.message


async def test_is_told_which_scopes_a_key_lacks(caller):
    async with caller(PRIVATE, key="alice-key-0000000000000000") as client:
        with pytest.raises(MCPError) as raised:
            await client.call("admin", {})
        error = raised.value.error
        assert (error.code, error.data["error"]) == (403, "FORBIDDEN")
        assert error.data["details"]["scopes"] == ALL.split()
        assert (await client.call("vault", {})).text == "gold"


def innermost(error):
    """Tasks wrap their only error in groups."""
    while not isinstance(error, MCPError):
        (error,) = error.exceptions
    return error


def among(tools):
    """Those that not everybody may use."""
    return sorted(tool.name for tool in tools if tool.name in ("vault", "admin"))
