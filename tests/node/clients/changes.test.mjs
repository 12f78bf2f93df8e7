// What changes while clients are connected: `subscriptions/listen` in 2026-07-28,
// `resources/subscribe` and the GET stream before. Nobody else uses the servers.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { connections } from "./adapters.mjs";
import { eventually, LIMIT, within } from "./bounds.mjs";
import { start } from "./processes.mjs";
import { fixtures } from "./servers.mjs";

const LISTS = { toolsListChanged: true, promptsListChanged: true, resourcesListChanged: true };
const KINDS = {
  tool: async (client) => (await client.list()).map(({ name }) => name),
  prompt: async (client) => (await client.prompts()).map(({ name }) => name),
  resource: async (client) => (await client.resources()).map(({ name }) => name),
};
const UPDATED = "notifications/resources/updated";

/** Waits for a notification that was not there before. */
const hears = async (client, method, change) => {
  const count = () => client.notifications.filter((one) => one.method === method).length;
  const before = count();
  await change();
  await eventually(method, () => count() > before);
};
const updates = ({ notifications }) =>
  notifications.filter(({ method }) => method === UPDATED).map(({ params }) => params.uri);

for (const { label, revision, transport, connect } of connections) {
  const legacy = revision < "2026";
  const name = label.replaceAll(/[^a-z0-9]+/g, "_");

  describe(`changes, ${label}`, { timeout: LIMIT }, () => {
    let server, client;
    before(async () => {
      server = await start(fixtures);
      client = await connect(server);
    });
    after(async () => {
      await client?.close();
      await server?.stop();
    });
    const touch = (number) => client.call("test_touch", { uri: `watched://${number}` });

    test("hears of tools, prompts and resources that come and go, and finds them so", async () => {
      const listening = await client.listen(LISTS);
      if (!legacy) assert.deepEqual(listening.honoredFilter, LISTS);
      for (const [what, list] of Object.entries(KINDS)) {
        const heard = (tool) =>
          hears(client, `notifications/${what}s/list_changed`, () => client.call(tool, { what, name }));
        assert.ok(!(await list(client)).includes(name));
        await heard("test_offer");
        assert.ok((await list(client)).includes(name), what);
        if (what === "tool") assert.equal((await client.call(name, {})).content[0].text, `${name} was added`);
        if (what === "resource") assert.equal((await client.read(`live://${name}`)).contents[0].text, `${name} was added`);
        await heard("test_withdraw");
        assert.ok(!(await list(client)).includes(name), what);
      }
      await assert.rejects(client.call(name, {}), { code: -32602 });
      await listening.close();
    });

    test("hears of the resources that it watches, and of no others", async () => {
      const listening = await client.listen({ resourceSubscriptions: ["watched://1", "watched://2"] });
      await touch(3);
      await touch(2);
      await eventually("an update", () => updates(client).length > 0);
      assert.deepEqual(new Set(updates(client)), new Set(["watched://2"]));
      await listening.close();
      client.notifications.length = 0;
      const other = await client.listen({ resourceSubscriptions: ["watched://4"] });
      // A change that was told in order comes before the next.
      await touch(1);
      await touch(4);
      await eventually("an update", () => updates(client).length > 0);
      assert.deepEqual(updates(client), ["watched://4"]);
      await other.close();
    });

    test("is told what is wrong with what it wants to watch", async () => {
      const nothing = ["nothing://there", "no uri"];
      if (legacy) {
        const code = label.startsWith("sdk") ? -32002 : -32602;
        for (const uri of nothing) await assert.rejects(client.listen({ resourceSubscriptions: [uri] }), { code });
      } else {
        const listening = await client.listen({ resourceSubscriptions: [...nothing, "watched://1"] });
        assert.deepEqual(listening.honoredFilter, { resourceSubscriptions: ["watched://1"] });
        await listening.close();
      }
      const many = Array.from({ length: 257 }, (_, number) => `watched://${number}`);
      await assert.rejects(client.listen({ resourceSubscriptions: many }), /256/);
    });
  });

  describe(`no room to listen, ${label}`, { timeout: LIMIT }, () => {
    test("is told so, and has room again when another leaves", async (t) => {
      const server = await start(fixtures, { FIXTURES_SUBSCRIPTIONS_PER_CALLER: "2" });
      t.after(() => server.stop());
      if (legacy) return oldest(t, server);
      const client = await connect(server);
      t.after(() => client.close());
      const first = await client.listen(LISTS);
      await client.listen(LISTS);
      await assert.rejects(client.listen(LISTS), /too many subscriptions|subscriptions.* open/i);
      await first.close();
      const again = await eventually("room", () => client.listen(LISTS).catch(() => false));
      await hears(client, "notifications/tools/list_changed", () =>
        client.call("test_offer", { what: "tool", name }));
      await again.close();
    });

    /** Sessions have no end that a server hears of, but those that listen count. */
    const oldest = async (t, server) => {
      if (transport === "stdio") return;
      const clients = [];
      t.after(() => Promise.all(clients.map((one) => one.close())));
      for (const statuses of [[200], [200], [429, 503]]) {
        const client = await connect(server);
        clients.push(client);
        const status = await within("a GET stream, or none", client.transport.streaming);
        assert.ok(statuses.includes(status), `${status}`);
        assert.equal((await client.call("greet", { name: "you" })).content[0].text, "Hello, you!");
      }
    };
  });

  describe(`a server that goes away, ${label}`, { timeout: LIMIT }, () => {
    const ENVIRONMENT = { MCP_SIGNING_KEY: "changes!".repeat(5) };

    test("ends what is listened to in order, and a new one is listened to", async (t) => {
      let server = await start(fixtures, ENVIRONMENT);
      t.after(() => server.stop());
      const client = await connect(server);
      t.after(() => client.close());
      const end = async (signal) => {
        if (transport === "http") return server.stop(signal);
        process.kill(client.transport.pid, signal);
      };
      const listening = await client.listen({ resourceSubscriptions: ["watched://1"] });
      await hears(client, UPDATED, () => client.call("test_touch", { uri: "watched://1" }));
      await end("SIGTERM");
      if (!legacy) assert.equal(await within("its end", listening.closed), "graceful");
      if (transport === "stdio") {
        // Until it has heard of it, it answers.
        const gone = () => within("an answer", client.call("greet", { name: "you" })).then(() => false, String);
        assert.match(await eventually("its end", gone), /closed|not connected/i);
        return;
      }
      await assert.rejects(within("an answer", client.call("greet", { name: "you" })));
      server = await start(fixtures, ENVIRONMENT, server.address);
      // The same client, the session of old where there is one.
      assert.equal((await client.call("greet", { name: "you" })).content[0].text, "Hello, you!");
      const again = await client.listen({ resourceSubscriptions: ["watched://1"] });
      await hears(client, UPDATED, () => client.call("test_touch", { uri: "watched://1" }));
      if (!legacy) {
        await server.stop("SIGKILL");
        assert.equal(await within("its end", again.closed), "remote");
      }
    });
  });
}
