// What the command line of MCP Inspector gets, in both eras, over both transports.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { LIMIT } from "./bounds.mjs";
import { start } from "./processes.mjs";
import { fixtures, notes } from "./servers.mjs";

const { bin } = createRequire(import.meta.url)("@modelcontextprotocol/inspector/package.json");
const program = createRequire(import.meta.url).resolve(`@modelcontextprotocol/inspector/${bin["mcp-inspector"]}`);

/** Of its own for the settings that it keeps. */
let home;
before(async () => (home = await mkdtemp(join(tmpdir(), "inspector-"))));
after(() => rm(home, { recursive: true, force: true }));

/** Runs it; `{ code, result }`, or `{ code, result?, error }` as it prints them. */
function inspect(target, era, ...words) {
  const more = ["--cli", ...target, "--protocol-era", era, "--format", "json", "--quiet", ...words];
  const env = { PATH: process.env.PATH, HOME: home, MCP_INSPECTOR_SECRET_STORE: "memory" };
  return new Promise((done) => {
    execFile(process.execPath, [program, ...more], { env, timeout: LIMIT }, (failed, stdout, stderr) => {
      const said = (text) => (text.trim().startsWith("{") ? JSON.parse(text) : { said: text });
      // Advice about schemas goes to stderr as well.
      done({ code: failed ? failed.code : 0, ...said(stdout), ...(failed ? said(stderr) : {}) });
    });
  });
}

const ways = { stdio: [notes.program], http: [notes.url, "--transport", "http"] };
const eras = { legacy: "2025-11-25", modern: "2026-07-28" };

for (const [way, target] of Object.entries(ways)) {
  for (const [era, revision] of Object.entries(eras)) {
    describe(`notes, inspector 2.12.0 ${era}, ${way}`, { timeout: 10 * LIMIT }, () => {
      const ask = (...words) => inspect(target, era, ...words);
      const asked = async (...words) => {
        const { code, result, ...rest } = await ask(...words);
        assert.equal(code, 0, JSON.stringify(rest));
        return result;
      };
      const refused = async (words, pattern) => {
        const { code, error } = await ask(...words);
        assert.equal(code, 1, JSON.stringify(error));
        assert.match(error.message, pattern);
      };

      test("connects", async () => {
        const { serverInfo, protocolVersion, capabilities, instructions } = await asked("--method", "initialize");
        assert.equal(protocolVersion, revision);
        assert.equal(serverInfo.name, "notes");
        assert.ok(capabilities.tools && capabilities.prompts && capabilities.resources);
        assert.match(instructions, /search/);
      });

      test("finds no fault with the schemas of the tools", async () => {
        const { tools } = await asked("--method", "tools/list", "--strict");
        assert.deepEqual(tools.map(({ name }) => name), ["add", "delete", "read", "search", "tag"]);
      });

      test("calls tools, one after the other and at once", async () => {
        const { structuredContent } = await asked("--method", "tools/call", "--tool-name", "add", "--tool-arg", "title=About okapis", "body=ünïcode ✓", 'tags=["a","b"]');
        assert.deepEqual(structuredContent.tags, ["a", "b"]);
        const found = await asked("--method", "tools/call", "--tool-name", "search", "--tool-args-json", '{"query": "rate limit", "limit": 2}');
        assert.equal(found.structuredContent.hits.length, 2);
        const load = await asked("--method", "tools/call", "--tool-name", "search", "--tool-arg", "query=policy", "--load", "--load-requests", "40", "--load-concurrency", "8");
        assert.deepEqual([load.requests, load.ok, load.errors, load.toolErrors], [40, 40, 0, 0]);
      });

      test("is told what was wrong with a call", async () => {
        const missing = await ask("--method", "tools/call", "--tool-name", "read", "--tool-arg", "id=999999999");
        assert.deepEqual([missing.code, missing.result.isError], [5, true]);
        assert.equal(JSON.parse(missing.result.content[0].text).error, "NOTE_NOT_FOUND");
        const wrong = await ask("--method", "tools/call", "--tool-name", "search", "--tool-args-json", '{"limit": 0}');
        const error = JSON.parse(wrong.result.content[0].text);
        assert.deepEqual([wrong.code, error.error, error.details.violations.length], [5, "INVALID_INPUT", 2]);
        const unknown = await ask("--method", "tools/call", "--tool-name", "serach");
        assert.deepEqual([unknown.code, unknown.error.code], [5, "tool_not_found"]);
      });

      test("lists and gets prompts", async () => {
        const { prompts } = await asked("--method", "prompts/list");
        assert.deepEqual(prompts.map(({ name }) => name), ["summarize"]);
        assert.deepEqual(prompts[0].arguments.map(({ name, required }) => [name, required]), [["topic", true], ["words", false]]);
        const { messages, description } = await asked("--method", "prompts/get", "--prompt-name", "summarize", "--prompt-args", "topic=rate limit", "words=50");
        assert.match(description, /Sums up/);
        assert.match(messages[0].content.text, /at most 50 words.*"rate limit"/);
        assert.ok(messages.slice(1).every(({ content }) => content.resource.uri.startsWith("notes://")));
      });

      test("is told what was wrong with a prompt", async () => {
        const get = (...words) => ["--method", "prompts/get", "--prompt-name", ...words];
        await refused(get("summarize", "--prompt-args", "topic=x", "words=5"), /\/words: expected an integer from 20 to 1000, got 5\. .*send the request again/);
        await refused(get("summarize"), /\/topic/);
        await refused(get("sumarize", "--prompt-args", "topic=x"), /Unknown prompt: sumarize\. Did you mean summarize\?/);
      });

      test("lists and reads resources", async () => {
        const { resources } = await asked("--method", "resources/list");
        assert.deepEqual(resources.map(({ uri, mimeType }) => [uri, mimeType]), [["notes://tags", "application/json"]]);
        const { resourceTemplates } = await asked("--method", "resources/templates/list");
        assert.deepEqual(resourceTemplates.map(({ uriTemplate }) => uriTemplate), ["notes://{id}"]);
        const { contents } = await asked("--method", "resources/read", "--uri", "notes://tags");
        assert.equal(typeof JSON.parse(contents[0].text), "object");
        const file = join(home, `${way}-${era}.md`);
        const { code, output } = await ask("--method", "resources/read", "--uri", "notes://1", "--output", file, "--output-format", "raw");
        assert.deepEqual([code, output.bytes], [0, (await readFile(file)).length]);
        assert.match(await readFile(file, "utf8"), /^# /);
      });

      test("is told what was wrong with a URI", async () => {
        const read = (uri) => ["--method", "resources/read", "--uri", uri];
        await refused(read("notes://999999999"), /no such resource/);
        await refused(read("notes://first"), /\/id: expected an integer/);
        await refused(read("notes://tgas/"), /Did you mean notes:\/\/tags\?/);
        await refused(read("notes://1/../2"), /no resource with this URI/);
      });

      test("sets the level of the log, in the revision that has such a request", async () => {
        const words = ["--method", "logging/setLevel", "--log-level", "debug"];
        if (era === "legacy") assert.deepEqual(await asked(...words), {});
        else await refused(words, /not supported by the negotiated protocol version/);
      });
    });
  }
}

describe("fixtures, inspector 2.12.0", { timeout: 20 * LIMIT }, () => {
  const STRICT = { MCP_TOOL_GREET__RATE: "5/min" };
  let server;
  before(async () => (server = await start(fixtures, STRICT)));
  after(() => server?.stop());

  for (const [way, target] of [["stdio", () => [fixtures.program]], ["http", () => [server.url, "--transport", "http"]]]) {
    for (const era of Object.keys(eras)) {
      const ask = (...words) => inspect(target(), era, ...words);

      test(`${era}, ${way}: sends \`_meta\` along, and reads bytes`, async () => {
        const call = ["--method", "tools/call", "--tool-name", "test_carried"];
        const { result } = await ask(...call, "--metadata", "com.example/label=blue");
        assert.deepEqual([result.structuredContent.label, result._meta["com.example/answered"]], ["blue", true]);
        const read = await ask("--method", "resources/read", "--uri", "test://static-binary");
        assert.equal(Buffer.from(read.result.contents[0].blob, "base64").subarray(1, 4).toString(), "PNG");
      });

      test(`${era}, ${way}: is refused by a guard, call by call`, async () => {
        const policy = way === "stdio" ? ["-e", "MCP_TOOL_GREET__RATE=5/min"] : [];
        // On HTTP both eras are one caller's: its minute is used up.
        if (way === "http" && era === "modern") return;
        const load = ["--load", "--load-requests", "8", "--load-concurrency", "2"];
        const { result } = await ask(...policy, "--method", "tools/call", "--tool-name", "greet", "--tool-arg", "name=you", ...load);
        assert.deepEqual([result.requests, result.ok, result.toolErrors, result.errors], [8, 5, 3, 0]);
      });
    }
  }
});
