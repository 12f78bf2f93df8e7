// What MCP Inspector's other command line gets, which keeps its connections: what is
// asked, tasks, changes and lines of the log. It runs a daemon of this test's own.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { eventually, LIMIT } from "./bounds.mjs";
import { start } from "./processes.mjs";
import { fixtures } from "./servers.mjs";

const { bin } = createRequire(import.meta.url)("@modelcontextprotocol/inspector/package.json");
const program = createRequire(import.meta.url).resolve(`@modelcontextprotocol/inspector/${bin.mcpdo}`);

let home, env, server;
before(async () => {
  // Short, because a socket's path must be.
  home = await mkdtemp(join(tmpdir(), "mcpdo-"));
  env = {
    PATH: process.env.PATH,
    HOME: home,
    MCP_INSPECTOR_SECRET_STORE: "memory",
    MCP_INSPECTOR_DAEMON_DIR: join(home, "d"),
    MCP_INSPECTOR_DAEMON_TOKEN: "of-these-tests-alone",
  };
  server = await start(fixtures);
});
after(async () => {
  if (env) await run("daemon", "stop");
  await server?.stop();
  await rm(home, { recursive: true, force: true });
});

/** Runs it; what it printed, and how it ended. */
function run(...words) {
  return new Promise((done) => {
    const child = execFile(process.execPath, [program, ...words], { env, timeout: LIMIT }, (failed, stdout, stderr) =>
      done({ code: failed ? failed.code : 0, stdout, stderr }));
    child.stdin.end();
  });
}

const ways = { stdio: ({ program }) => [program], http: ({ url }) => [url, "--transport", "http"] };

for (const [way, target] of Object.entries(ways)) {
  for (const era of ["legacy", "modern"]) {
    describe(`mcpdo 2.12.0 ${era}, ${way}`, { timeout: 10 * LIMIT }, () => {
      let name;
      const words = (...more) => ["--format", "json", "--connection", name, ...more];
      const ask = async (...more) => {
        const { code, stdout, stderr } = await run(...words(...more));
        assert.equal(code, 0, stderr);
        return JSON.parse(stdout);
      };
      const text = ({ content }) => content[0].text;
      const refused = async (...more) => {
        const { code, stdout, stderr } = await run(...words(...more));
        assert.notEqual(code, 0, stdout);
        return stderr;
      };
      /** What runs until it is told to stop, and what it has printed. */
      const follow = (...more) => {
        const child = spawn(process.execPath, [program, ...words(...more)], { env, stdio: ["ignore", "pipe", "pipe"], timeout: LIMIT });
        const said = { text: "", stop: () => child.kill("SIGKILL") };
        for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (said.text += data));
        return said;
      };

      before(async () => {
        let printed;
        // Its daemon has ten seconds to start, which is little on a busy machine.
        await eventually("a daemon", async () => {
          printed = await run("--format", "json", "connect", ...target(server), "--era", era);
          return !printed.stderr.includes("daemon_start_timeout");
        }, 3 * LIMIT);
        const connected = JSON.parse(printed.stdout || "{}");
        assert.equal(connected.protocolEra, era, printed.stderr);
        name = connected.name;
      });
      after(() => name && run("disconnect", name));

      test("completes an argument", async () => {
        const argument = ["--complete-ref", "test_prompt_with_arguments", "--complete-arg-name", "arg1"];
        const { values } = await ask("prompts/complete", "--complete-ref-type", "ref/prompt", ...argument, "--complete-arg-value", "PAR");
        assert.deepEqual(values, ["paris", "park", "party"]);
      });

      test("is asked, and answers", async () => {
        const form = (await ask("tools/call", "test_elicitation", "message:=Who?")).elicitationPending;
        assert.deepEqual([form.mode, form.message, form.requestedSchema.required], ["form", "Who?", ["username", "email"]]);
        const said = await ask("elicitation/respond", form.elicitationId, "username:=Ann", "email:=ann@example.com");
        assert.match(text(said), /action=accept.*ann@example\.com/);
        const page = (await ask("tools/call", "test_url_elicitation", "url:=https://example.com/pay")).elicitationPending;
        assert.deepEqual([page.mode, page.url], ["url", "https://example.com/pay"]);
        assert.match(text(await ask("elicitation/respond", page.elicitationId, "--done")), /Accepted/);
      });

      test("names its roots", async () => {
        await ask("roots/set", "--roots-json", '[{"uri":"file:///a"},{"uri":"file:///b"}]');
        assert.equal(text(await ask("tools/call", "test_roots")), "file:///a\nfile:///b");
      });

      test("sends `_meta` along", async () => {
        const { structuredContent } = await ask("tools/call", "test_carried", "--metadata", "com.example/label=blue");
        assert.equal(structuredContent.label, "blue");
      });

      test("follows a task, which asks", async () => {
        assert.equal(text(await ask("tools/call", "slow_compute", "seconds:=1", "label:=x")), "x: computed for 1 s");
        const { elicitationId, origin } = (await ask("tools/call", "confirm_delete", "filename:=a.txt")).elicitationPending;
        assert.equal(origin, era === "modern" ? "task-input-required" : "server-request");
        assert.equal(text(await ask("elicitation/respond", elicitationId, "confirm:=true")), "a.txt: deleted");
      });

      // It lists no task that has ended, and does nothing else while a call runs.
      test("is told that a task is not there", { skip: era === "legacy" && "they are of 2026-07-28" }, async () => {
        assert.match(await refused("tasks/get", "task-of-nobody"), /task/i);
        assert.match(await refused("tasks/cancel", "task-of-nobody"), /task/i);
      });

      test("hears of a resource that it watches", async () => {
        const said = follow("resources/subscribe", "watched://1");
        try {
          await eventually("a subscription", () => /subscribed/.test(said.text), LIMIT / 2);
          await ask("tools/call", "test_touch", "uri:=watched://1");
          await eventually("an update", () => /updated/i.test(said.text), LIMIT / 2);
        } finally {
          said.stop();
        }
      });

      test("is told what was wrong", async () => {
        assert.match(await refused("tools/call", "gret"), /gret/);
        const wrong = await run(...words("tools/call", "greet", "nobody:=1"));
        assert.match(wrong.stdout + wrong.stderr, /INVALID_INPUT/);
        assert.match(await refused("resources/read", "test://nothing"), /no resource with this URI/);
      });
    });
  }
}
