// Prompts, resources and completion, as both generations of clients ask for them.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { connections } from "./adapters.mjs";
import { LIMIT } from "./bounds.mjs";
import { fixtures } from "./servers.mjs";

for (const { label, connect } of connections) {
  describe(`prompts and resources, ${label}`, { timeout: LIMIT }, () => {
    let client;
    before(async () => (client = await connect(fixtures)));
    after(() => client?.close());

    test("lists prompts with their arguments", async () => {
      const prompt = (await client.prompts()).find(({ name }) => name === "test_prompt_with_arguments");
      const required = prompt.arguments.map(({ name, required }) => [name, required]);
      assert.deepEqual(required, [["arg1", true], ["arg2", true]]);
    });

    test("gets a prompt with arguments, a picture and a resource", async () => {
      const { messages } = await client.prompt("test_prompt_with_arguments", { arg1: "a", arg2: "b" });
      assert.equal(messages[0].content.text, "Prompt with arguments: arg1='a', arg2='b'");
      const picture = await client.prompt("test_prompt_with_image", {});
      assert.equal(picture.messages[0].content.mimeType, "image/png");
      const embedded = await client.prompt("test_prompt_with_embedded_resource", { resourceUri: "test://x" });
      assert.equal(embedded.messages[0].content.resource.uri, "test://x");
    });

    test("is told what is wrong with a prompt's arguments, and which prompts there are", async () => {
      await assert.rejects(client.prompt("test_prompt_with_arguments", { arg1: "a" }), /arg2/);
      await assert.rejects(client.prompt("test_simple_promt", {}), /Did you mean test_simple_prompt\?/);
    });

    test("lists resources and templates apart", async () => {
      const uris = (await client.resources()).map(({ uri }) => uri);
      assert.ok(uris.includes("test://static-text") && !uris.some((uri) => uri.includes("{")), uris.join());
      const templates = (await client.templates()).map(({ uriTemplate }) => uriTemplate);
      assert.ok(templates.includes("test://template/{id}/data"), templates.join());
    });

    test("reads text, bytes and what a template stands for", async () => {
      const [text] = (await client.read("test://static-text")).contents;
      assert.deepEqual([text.mimeType, text.text.length > 0], ["text/plain", true]);
      const [bytes] = (await client.read("test://static-binary")).contents;
      assert.equal(Buffer.from(bytes.blob, "base64").subarray(1, 4).toString(), "PNG");
      const [data] = (await client.read("test://template/12/data")).contents;
      assert.deepEqual(JSON.parse(data.text), { id: "12", templateTest: true, data: "Data for ID: 12" });
    });

    test("is told that a resource is not there", async () => {
      // What older revisions say, the newer client turns into the code of today.
      const code = label.startsWith("sdk") ? -32002 : -32602;
      await assert.rejects(client.read("test://nothing"), (error) => {
        assert.equal(error.code, code, error.message);
        return true;
      });
    });

    test("completes an argument", async () => {
      const ref = { type: "ref/prompt", name: "test_prompt_with_arguments" };
      const completion = await client.complete(ref, "arg1", "PAR");
      assert.deepEqual([completion.values, completion.hasMore ?? false], [["paris", "park", "party"], false]);
    });
  });
}
