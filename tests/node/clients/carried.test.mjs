// What goes along with requests and results: `_meta`, traces, extensions, pages,
// and lines of the log.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { connections } from "./adapters.mjs";
import { eventually, LIMIT } from "./bounds.mjs";
import { start } from "./processes.mjs";
import { fixtures } from "./servers.mjs";

const EXTENSION = "com.example/greetings";
const TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const LEVEL = "io.modelcontextprotocol/logLevel";
const SETTINGS = { languages: ["en"] };

let small;
before(async () => (small = await start(fixtures, { FIXTURES_PAGE_SIZE: "7" })));
after(() => small?.stop());

for (const { label, revision, connect } of connections) {
  const legacy = revision < "2026";

  describe(`carried, ${label}`, { timeout: LIMIT }, () => {
    let client, plain;
    before(async () => {
      client = await connect(small, undefined, { capabilities: { extensions: { [EXTENSION]: SETTINGS } } });
      plain = await connect(small);
    });
    after(() => Promise.all([client?.close(), plain?.close()]));

    test("`_meta` and the trace reach the tool, and its `_meta` comes back", async () => {
      const _meta = { "com.example/label": "blue", traceparent: TRACE, baggage: "user=ann" };
      const result = await client.callWith({ name: "test_carried", arguments: {}, _meta });
      const { label, traceparent, baggage } = result.structuredContent;
      assert.deepEqual([label, traceparent, baggage], ["blue", TRACE, "user=ann"]);
      assert.equal(result._meta["com.example/answered"], true);
      const nothing = (await plain.callWith({ name: "test_carried", arguments: {} })).structuredContent;
      assert.deepEqual([nothing.label, nothing.traceparent], [null, null]);
    });

    test("both sides know of an extension what the other has of it", async () => {
      const carried = async (by) => (await by.call("test_carried", {})).structuredContent.extension;
      assert.equal(await carried(plain), null);
      if (legacy) {
        assert.equal(client.capabilities().extensions, undefined);
        assert.equal(await carried(client), null);
        await assert.rejects(client.request("com.example/greet", { name: "Ann" }), { code: -32601 });
        return;
      }
      assert.deepEqual(client.capabilities().extensions[EXTENSION], { words: ["hello"] });
      assert.deepEqual(await carried(client), SETTINGS);
      const { greetings } = await client.request("com.example/greet", { name: "Ann", times: 2 });
      assert.deepEqual(greetings, ["Hello, Ann!", "Hello, Ann!"]);
      await assert.rejects(client.request("com.example/greet", { name: "Ann", times: 9 }), /\/times/);
      await assert.rejects(plain.request("com.example/greet", { name: "Ann" }), (error) => {
        assert.deepEqual([error.code, error.data.requiredCapabilities.extensions], [-32021, { [EXTENSION]: {} }]);
        return true;
      });
    });

    test("a list comes in pages, and nothing is lost or comes twice", async () => {
      const first = await client.request("tools/list", {});
      assert.equal(first.tools.length, 7);
      const names = first.tools.map(({ name }) => name);
      for (let cursor = first.nextCursor; cursor; ) {
        const page = await client.page(cursor);
        assert.ok(page.tools.length > 0 && page.tools.length <= 7);
        names.push(...page.tools.map(({ name }) => name));
        cursor = page.nextCursor;
      }
      assert.equal(new Set(names).size, names.length);
      assert.ok(names.length > 14 && names.includes("greet") && names.includes("test_touch"), names.join());
      await assert.rejects(client.page("no cursor"), { code: -32602 });
    });

    test("lines of the log come from the level that was asked for", async () => {
      const lines = () => client.notifications.filter(({ method }) => method === "notifications/message");
      const call = async (level) => {
        client.notifications.length = 0;
        if (legacy) await client.setLevel(level);
        const _meta = legacy ? {} : { [LEVEL]: level };
        for (const name of ["test_tool_with_logging", "test_logging_tool"]) {
          await client.callWith({ name, arguments: {}, _meta });
        }
        await eventually("a line", () => lines().some(({ params }) => params.level === "error"));
        return lines().map(({ params }) => params.level);
      };
      assert.deepEqual(await call("info"), ["info", "info", "info", "error"]);
      assert.deepEqual(await call("error"), ["error"]);
    });
  });
}
