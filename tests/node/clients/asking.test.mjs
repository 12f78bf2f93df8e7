// Tools that ask the client, through each official client: on the stream of the
// call in the older revisions, by rounds in 2026-07-28. The tools are the same.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { connections } from "./adapters.mjs";
import { LIMIT } from "./bounds.mjs";
import { fixtures } from "./servers.mjs";

const ANN = { username: "Ann", email: "ann@example.com" };

/** Somebody who says this, and notes what was asked. */
function user({ form = { action: "accept", content: ANN }, says = "Paris" } = {}) {
  const asked = [];
  const answers = {
    "elicitation/create": (params) => {
      asked.push(params);
      return form;
    },
    "sampling/createMessage": () => {
      if (says === undefined || says === null) throw new Error("User rejected the request");
      return { role: "assistant", model: "m", content: { type: "text", text: says } };
    },
    "roots/list": () => ({ roots: [{ uri: "file:///a" }, { uri: "file:///b" }] }),
  };
  return { asked, answers };
}

for (const { label, revision, connect } of connections) {
  const legacy = revision < "2026";
  /** One call of one client. */
  const call = async (answers, name, args = {}) => {
    const client = await connect(fixtures, answers);
    try {
      return await client.call(name, args);
    } finally {
      await client.close();
    }
  };
  const text = async (...of) => (await call(...of)).content[0].text;

  describe(`questions, ${label}`, { timeout: LIMIT }, () => {
    test("a user fills a form in", async () => {
      const { asked, answers } = user();
      const said = await text(answers, "test_elicitation", { message: "Who are you?" });
      assert.match(said, /^User response: action=accept.*ann@example\.com/);
      assert.equal(asked.length, 1);
      assert.equal(asked[0].message, "Who are you?");
      assert.deepEqual(asked[0].requestedSchema.required, ["username", "email"]);
    });

    test("a user says no", async () => {
      for (const action of ["decline", "cancel"]) {
        const { answers } = user({ form: { action } });
        const said = await text(answers, "test_elicitation", { message: "Who are you?" });
        assert.equal(said, `User response: action=${action}, content={}`);
      }
    });

    test("a user visits a page, or does not", async () => {
      const url = "https://example.com/pay?order=1";
      for (const [action, became] of [["accept", "Accepted"], ["decline", "Declined"]]) {
        const { asked, answers } = user({ form: { action } });
        assert.match(await text(answers, "test_url_elicitation", { url }), new RegExp(became));
        assert.deepEqual([asked[0].mode, asked[0].url], ["url", url]);
      }
    });

    test("the model and the client are asked", async () => {
      const { answers } = user();
      assert.equal(await text(answers, "test_sampling", { prompt: "?" }), "LLM response: Paris");
      assert.equal(await text(answers, "test_roots"), "file:///a\nfile:///b");
    });

    test("several questions at once", async () => {
      const form = { action: "accept", content: { name: "Ann" } };
      const { answers } = user({ form, says: "Hi" });
      const said = await text(answers, "test_input_required_result_multiple_inputs");
      assert.equal(said, "Hi Ann, with 2 roots");
    });

    test("a model that must not answer", async () => {
      const { answers } = user({ says: null });
      const calling = call(answers, "test_sampling", { prompt: "?" });
      // A round has no place for it; the client itself gives up.
      if (!legacy) return assert.rejects(calling);
      const result = await calling;
      assert.equal(result.isError, true);
      const error = JSON.parse(result.content[0].text);
      assert.equal(error.error, "INPUT_REFUSED");
      assert.match(error.message, /User rejected the request/);
    });

    test("who declares nothing is not asked", async () => {
      const calling = call(undefined, "test_roots");
      if (!legacy) return assert.rejects(calling, ({ code }) => code === -32021);
      const error = JSON.parse((await calling).content[0].text);
      assert.equal(error.error, "MISSING_CAPABILITY");
    });

    test("comes back for the answer where its stream ends before", async () => {
      const said = await text(undefined, "test_reconnection");
      assert.equal(said, "Reconnection test completed successfully");
    });
  });
}
