// What a user of the notes server meets, through each official client.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { connections } from "./adapters.mjs";
import { LIMIT } from "./bounds.mjs";
import { notes } from "./servers.mjs";

for (const { label, revision, connect } of connections) {
  describe(`notes, ${label}`, { timeout: LIMIT }, () => {
    let client;
    before(async () => (client = await connect(notes)));
    after(() => client?.close());

    test(`agrees on ${revision}`, () => {
      assert.equal(client.revision(), revision);
      assert.equal(client.server().name, "notes");
    });

    test("lists the tools with their schemas", async () => {
      const tools = await client.list();
      assert.deepEqual(tools.map(({ name }) => name).sort(), ["add", "delete", "read", "search", "tag"]);
      const search = tools.find(({ name }) => name === "search");
      assert.ok(search.description.length > 0 && search.annotations.readOnlyHint);
      assert.deepEqual(search.inputSchema.required, ["query"]);
      assert.equal(search.inputSchema.properties.limit.minimum, 1);
      assert.equal(search.outputSchema.type, "object");
    });

    test("adds, finds, reads and deletes a note", async () => {
      const word = `zebra${Math.random().toString(36).slice(2)}`;
      const added = await client.call("add", { title: `About ${word}`, body: `A ${word} – ünïcode ✓` });
      const { id } = added.structuredContent;
      const found = await client.call("search", { query: word });
      assert.equal(found.structuredContent.hits[0].id, id);
      // The text form is what clients without structured content show.
      assert.deepEqual(JSON.parse(found.content[0].text), found.structuredContent);
      const read = await client.call("read", { id });
      assert.equal(read.structuredContent.body, `A ${word} – ünïcode ✓`);
      assert.ok(!(await client.call("delete", { id })).isError);
      assert.equal(facts(await client.call("read", { id })).error, "NOTE_NOT_FOUND");
    });

    test("learns from a tool error what to do next", async () => {
      const error = facts(await client.call("read", { id: 999_999_999 }));
      assert.equal(error.error, "NOTE_NOT_FOUND");
      assert.match(error.message, /999999999/);
      assert.match(error.action, /search/);
      assert.equal(error.retryable, false);
      assert.equal(error.tool, "read");
      assert.ok(error.requestId);
    });

    test("learns every violation of the input schema at once", async () => {
      const error = facts(await client.call("search", { limit: 0, colour: "red" }));
      assert.equal(error.error, "INVALID_INPUT");
      assert.ok(error.action);
      const text = JSON.stringify(error);
      for (const place of ["query", "/limit", "colour"]) assert.ok(text.includes(place), `${place}: ${text}`);
    });

    test("learns that a tool does not exist", async () => {
      await assert.rejects(client.call("serach", {}), (error) => {
        assert.equal(error.code, -32602);
        assert.match(error.message, /serach.*tools\/list/);
        return true;
      });
    });
  });
}

/** The error object, where every client hands it on: the first text block. */
function facts(result) {
  assert.equal(result.isError, true, JSON.stringify(result));
  assert.equal(result.content.length, 1);
  assert.equal(result.structuredContent, undefined);
  return JSON.parse(result.content[0].text);
}
