// Whether each official client finds its way from a refusal to a token.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { LIMIT } from "./bounds.mjs";
import { callers } from "./guarded.mjs";
import { ajar, closed, elsewhere } from "./servers.mjs";

const RESOURCE = "GET /.well-known/oauth-protected-resource/mcp 200";
const ISSUER = "GET /.well-known/oauth-authorization-server 200";
const token = (scope, { url } = closed) => `POST /token 200 ${scope} for ${url}`;
const ALL = "vault:read vault:write";

for (const { label, isOld, connect, connectForUser, show } of callers) {
  // The older one does not ask for the scopes of a challenge as a machine.
  const own = isOld ? "vault:read" : undefined;

  describe(`auth, ${label}`, { timeout: LIMIT }, () => {
    let client;
    before(async () => (client = await connect(closed, own)));
    after(() => client?.close());

    test("gets the token that the challenge leads to", () => {
      const expected = ["POST /mcp 401", RESOURCE, ISSUER, token("vault:read"), "POST /mcp 200"];
      assert.deepEqual(client.sent().slice(0, 5), expected);
    });

    test("uses it for every call", async () => {
      for (const [tool, text] of [["vault", "gold"], ["secret", "known as client"]]) {
        assert.equal(await client.call(tool), text);
        assert.deepEqual(client.sent(), ["POST /mcp 200"]);
      }
    });

    test("is shown what it may use", async () => {
      const listed = await client.list();
      assert.deepEqual(among(listed), ["vault"]);
      assert.ok(listed.includes("secret") && listed.includes("add"), listed);
    });

    test("asks once for all that a call needs beyond that", async () => {
      if (isOld) {
        await assert.rejects(client.call("admin"), { code: 403, message: /403 after trying upscoping/ });
        const again = [RESOURCE, ISSUER, token("vault:read")];
        assert.deepEqual(client.sent(), ["POST /mcp 403", ...again, "POST /mcp 403"]);
        assert.equal(await client.call("vault"), "gold");
        return;
      }
      assert.equal(await client.call("admin"), "more gold");
      assert.deepEqual(client.sent(), ["POST /mcp 403", RESOURCE, ISSUER, token(ALL), "POST /mcp 200"]);
      assert.equal(await client.call("vault"), "gold");
      assert.deepEqual(client.sent(), ["POST /mcp 200"]);
    });
  });

  describe(`auth at last, ${label}`, { timeout: LIMIT }, () => {
    test("gets a token when a call needs one, and is known from then on", async (t) => {
      const client = await connect(ajar, own);
      t.after(() => client.close());
      assert.equal(await client.call("whoami"), "peer 127.0.0.1");
      assert.equal(await client.call("vault"), "gold");
      const expected = ["POST /mcp 401", RESOURCE, ISSUER, token("vault:read", ajar), "POST /mcp 200"];
      assert.deepEqual(client.sent(), expected);
      assert.match(await client.call("whoami"), /^principal .* client$/);
      assert.deepEqual(among(await client.list()), ["vault"]);
      const stranger = await connect(ajar, own);
      t.after(() => stranger.close());
      assert.deepEqual(among(await stranger.list()), []);
    });
  });

  describe(`auth in vain, ${label}`, { timeout: LIMIT }, () => {
    test("gives up where the token that it got is for another server", async () => {
      await assert.rejects(connect(elsewhere, own), (error) => {
        assert.match(error.message, /401 after/);
        const expected = ["POST /mcp 401", RESOURCE, ISSUER, token("vault:read", elsewhere), "POST /mcp 401"];
        assert.deepEqual(error.sent, expected);
        return true;
      });
    });
  });

  describe(`auth for a user, ${label}`, { timeout: LIMIT }, () => {
    test("asks the user for what the challenges name", async (t) => {
      const client = await connectForUser(closed);
      t.after(() => client.close());
      assert.deepEqual(client.asked, ["vault:read"]);
      assert.equal(await client.call("secret"), "known as alice");
      await assert.rejects(client.call("admin"), /unauthorized/i);
      assert.deepEqual(client.asked, ["vault:read", ALL]);
      await client.prove();
      assert.equal(await client.call("admin"), "more gold");
      assert.deepEqual(client.sent(), ["POST /mcp 200"]);
    });
  });

  describe(`keys, ${label}`, { timeout: LIMIT }, () => {
    test("shows a key and is served as its owner", async (t) => {
      const lists = [];
      for (const name of ["bob", "alice", "carol"]) {
        const client = await show(closed, `${name}-key-0000000000000000`);
        t.after(() => client.close());
        assert.equal(await client.call("secret"), `known as ${name}`);
        lists.push(among(await client.list()));
      }
      assert.deepEqual(lists, [[], ["vault"], ["admin", "vault"]]);
    });

    test("is told that a key is wrong, and what to do", async () => {
      await assert.rejects(show(closed, "mallory-key-00000000000000"), (error) => {
        const { status, facts } = refusal(error);
        assert.deepEqual([status, facts.error], [401, "UNAUTHENTICATED"]);
        assert.equal(facts.message, "the credential is not known here");
        assert.match(facts.action, /Authorization: Bearer/);
        return true;
      });
    });

    test("is told which scopes a key lacks", async (t) => {
      const client = await show(closed, "alice-key-0000000000000000");
      t.after(() => client.close());
      await assert.rejects(client.call("admin"), (error) => {
        if (isOld) {
          const { status, facts } = refusal(error);
          assert.deepEqual([status, facts.error, facts.details.scopes], [403, "FORBIDDEN", ALL.split(" ")]);
          return true;
        }
        assert.equal(error.requiredScope, ALL);
        assert.equal(error.errorDescription, "the caller was not granted all of these scopes");
        const { origin } = new URL(closed.url);
        assert.equal(error.resourceMetadataUrl.href, `${origin}/.well-known/oauth-protected-resource/mcp`);
        return true;
      });
    });
  });
}

/** Those that not everybody may use. */
function among(names) {
  return names.filter((name) => ["vault", "admin"].includes(name)).sort();
}

/** The status and the error object, wherever the client keeps the answer. */
function refusal(error) {
  const text = error.data?.text ?? error.message.slice(error.message.indexOf("{"));
  const { error: answer } = JSON.parse(text);
  assert.equal(error.data?.status ?? error.code, answer.code);
  return { status: answer.code, facts: answer.data };
}
