// Calls that take time: progress, giving up, many at once.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { connections } from "./adapters.mjs";
import { eventually, LIMIT } from "./bounds.mjs";
import { fixtures } from "./servers.mjs";

for (const { label, connect } of connections) {
  describe(`long calls, ${label}`, { timeout: LIMIT }, () => {
    let client;
    before(async () => (client = await connect(fixtures)));
    after(() => client?.close());

    const held = async (by) => Number((await client.call("held", { label: by })).content[0].text);

    test("sees progress while a call runs", async () => {
      const seen = [];
      const onprogress = ({ progress, total }) => seen.push([progress, total]);
      const result = await client.call("test_tool_with_progress", {}, { onprogress });
      assert.ok(!result.isError);
      // The last step is missing where the client read it together with the
      // answer: it forgets the progress handler before it calls it.
      assert.deepEqual(seen.slice(0, 2), [[0, 100], [50, 100]]);
    });

    test("stops the call that it cancels, and no other", async () => {
      const hold = (by, { signal }) => client.call("hold", { label: by, millis: 20_000 }, { signal });
      const [one, two] = [`one, ${label}`, `two, ${label}`];
      const [first, second] = [new AbortController(), new AbortController()];
      const cancelled = assert.rejects(hold(one, first), /not needed any more/);
      const kept = assert.rejects(hold(two, second), /not needed any more/);
      await eventually("both calls run", async () => (await held(one)) + (await held(two)) === 2);
      first.abort(new Error("not needed any more"));
      await eventually("the cancelled call has ended", async () => (await held(one)) === 0);
      assert.equal(await held(two), 1);
      second.abort(new Error("not needed any more"));
      await Promise.all([cancelled, kept]);
    });

    test("stops the call that it times out", async () => {
      const late = client.call("hold", { label, millis: 20_000 }, { timeout: 300 });
      await assert.rejects(late, /timed out/i);
      await eventually("the late call has ended", async () => (await held(label)) === 0);
    });

    test("runs calls side by side", async () => {
      const began = Date.now();
      const hold = (number) => client.call("hold", { label: `${label} ${number}`, millis: 500 });
      await Promise.all(Array.from({ length: 20 }, (_, number) => hold(number)));
      assert.ok(Date.now() - began < 5_000, "twenty calls of 0.5 s took more than 5 s");
    });

    test("sends a mirrored argument", async () => {
      const result = await client.call("test_region", { region: "øst 1" });
      assert.equal(result.content[0].text, "routed to øst 1");
    });

    test("is served again after it went away", async () => {
      const second = await connect(fixtures);
      assert.equal((await second.call("greet", { name: "you" })).content[0].text, "Hello, you!");
      await second.close();
    });
  });
}
