// What a client is told where the server does not do what it was asked to.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { connections } from "./adapters.mjs";
import { eventually, LIMIT, within } from "./bounds.mjs";
import { start } from "./processes.mjs";
import { ajar, fixtures } from "./servers.mjs";

/** Settings of the operator, who has the last word. */
const STRICT = {
  MCP_TOOL_GREET__RATE: "2/min",
  MCP_TOOL_HOLD__TIMEOUT: "300ms",
  MCP_TOOL_HELD__ENABLED: "false",
  MCP_TOOL_TEST_REGION__MAX_OUTPUT: "1KB",
};

for (const { label, transport, connect } of connections) {
  describe(`refusals, ${label}`, { timeout: LIMIT }, () => {
    let server, client;
    before(async () => {
      server = await start(fixtures, STRICT);
      client = await connect(server);
    });
    after(async () => {
      await client?.close();
      await server?.stop();
    });
    const facts = async (...of) => {
      const result = await within(of[0], client.call(...of));
      assert.deepEqual([result.isError, result.content.length], [true, 1], JSON.stringify(result));
      return JSON.parse(result.content[0].text);
    };

    test("a tool that is called too often says when to come back", async () => {
      for (let call = 0; call < 2; call++) await client.call("greet", { name: "you" });
      const error = await facts("greet", { name: "you" });
      assert.deepEqual([error.error, error.retryable], ["RATE_LIMITED", true]);
      assert.ok(error.retryAfter > 0 && error.retryAfter <= 60, `${error.retryAfter}`);
      assert.ok(error.action);
    });

    test("a tool that takes too long is stopped", async () => {
      const error = await facts("hold", { label, millis: 20_000 });
      assert.deepEqual([error.error, error.retryable], ["TIMEOUT", true]);
    });

    test("a result that is too large is not sent", async () => {
      const error = await facts("test_region", { region: "x".repeat(2_000) });
      assert.equal(error.error, "OUTPUT_TOO_LARGE");
    });

    test("a tool that was withdrawn is not there", async () => {
      const names = (await client.list()).map(({ name }) => name);
      assert.ok(names.includes("hold") && !names.includes("held"), names.join());
      await assert.rejects(client.call("held", { label }), { code: -32602 });
    });

    test("a tool that panics has failed, and the connection goes on", async (t) => {
      const crashing = await connect({ ...ajar, env: {}, url: (await running(t)).url });
      t.after(() => crashing.close());
      const result = await within("an answer", crashing.call("crash", { kind: "panic" }));
      assert.equal(JSON.parse(result.content[0].text).error, "INTERNAL");
      assert.equal((await crashing.call("add", { a: 1, b: 2 })).content[0].text, "3");
    });
    const running = async (t) => {
      const own = await start(ajar);
      t.after(() => own.stop());
      return own;
    };

    test("a message that is too large is refused, and no more than that", async () => {
      const name = "x".repeat(6 << 20);
      await assert.rejects(within("an answer", client.call("greet", { name })), /large|413|bytes/i);
      assert.ok((await client.list()).length > 0);
    });
  });

  describe(`a server that stops, ${label}`, { timeout: LIMIT }, () => {
    test("answers the call that it cuts off", async (t) => {
      const server = await start(fixtures, { FIXTURES_DRAIN_MILLIS: "200" });
      t.after(() => server.stop());
      const client = await connect(server);
      t.after(() => client.close());
      const held = client.call("hold", { label, millis: 20_000 });
      await eventually("the call runs", async () => (await client.call("held", { label })).content[0].text === "1");
      if (transport === "http") server.child.kill("SIGTERM");
      else process.kill(client.transport.pid, "SIGTERM");
      const result = await within("an answer", held);
      assert.equal(JSON.parse(result.content[0].text).error, "SHUTTING_DOWN");
    });

    test("leaves nobody waiting where it dies", async (t) => {
      const server = await start(fixtures);
      t.after(() => server.stop());
      const client = await connect(server);
      t.after(() => client.close());
      const held = assert.rejects(within("an answer", client.call("hold", { label, millis: 20_000 })));
      await eventually("the call runs", async () => (await client.call("held", { label })).content[0].text === "1");
      if (transport === "http") await server.stop();
      else process.kill(client.transport.pid, "SIGKILL");
      await held;
    });
  });

  if (transport === "http") {
    describe(`a flood, ${label}`, { timeout: LIMIT }, () => {
      test("is refused with the way back, and a newcomer finds its revision all the same", async (t) => {
        const server = await start(fixtures, { MCP_SERVER__FLOOD: "20/h" });
        t.after(() => server.stop());
        const client = await connect(server);
        t.after(() => client.close());
        const flood = async () => {
          for (let call = 0; call < 30; call++) await within("an answer", client.call("greet", { name: "you" }));
        };
        await assert.rejects(flood(), ({ message }) => {
          // Whatever else is lost on the way, the body is in the message.
          assert.match(message, /RATE_LIMITED|requests/);
          return true;
        });
        if (label.includes("auto")) {
          const next = await connect(server);
          t.after(() => next.close());
          assert.equal(next.revision(), "2026-07-28");
        }
      });
    });
  }
}
