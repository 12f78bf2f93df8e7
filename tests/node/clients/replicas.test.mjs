// Two processes of one server that share a signing key, behind a proxy that
// sends each request to the next of them.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, request } from "node:http";
import { after, before, describe, test } from "node:test";

import { connections } from "./adapters.mjs";
import { LIMIT } from "./bounds.mjs";
import { fixtures } from "./servers.mjs";

const ENVIRONMENT = { ...process.env, MCP_SIGNING_KEY: "replicas".repeat(5) };

/** A process, and the port that it listens on. */
async function start() {
  const child = spawn(fixtures.program, ["--http", "127.0.0.1:0"], { env: ENVIRONMENT });
  let said = "";
  for await (const text of child.stderr.iterator({ destroyOnReturn: false })) {
    said += text;
    const port = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(said)?.[1];
    if (port) return { child, port };
  }
  throw new Error(`it does not listen: ${said}`);
}

describe("two processes behind a proxy", { timeout: LIMIT }, () => {
  const statuses = [];
  let replicas, proxy;

  before(async () => {
    replicas = await Promise.all([start(), start()]);
    replicas.forEach(({ child }) => child.stderr.resume());
    let turn = 0;
    proxy = createServer((asked, answer) => {
      const { port } = replicas[turn++ % replicas.length];
      const headers = { ...asked.headers, host: `127.0.0.1:${port}` };
      const passed = request({ port, method: asked.method, path: asked.url, headers }, (given) => {
        statuses.push(given.statusCode);
        answer.writeHead(given.statusCode, given.headers);
        given.pipe(answer);
      });
      passed.on("error", () => answer.destroy());
      asked.pipe(passed);
    }).listen(0, "127.0.0.1");
    await once(proxy, "listening");
  });
  after(() => {
    proxy?.closeAllConnections();
    proxy?.close();
    replicas?.forEach(({ child }) => child.kill());
  });

  for (const { label, connect } of connections.filter(({ label }) => label.endsWith("http"))) {
    test(`${label}: questions and streams find the process that they are of`, async () => {
      const user = {
        "elicitation/create": () => ({
          action: "accept",
          content: { username: "Ann", email: "ann@example.com" },
        }),
      };
      const server = { url: `http://127.0.0.1:${proxy.address().port}/mcp` };
      const client = await connect(server, user);
      const said = async (...of) => (await client.call(...of)).content[0].text;
      for (let round = 0; round < 4; round++) {
        assert.match(await said("test_elicitation", { message: "?" }), /ann@example\.com/);
        assert.match(await said("test_reconnection", {}), /completed/);
      }
      await client.close();
    });
  }

  // Else the proxy was no round-robin, and nothing is shown.
  test("some were misdirected, and sent again", () => assert.ok(statuses.includes(421), `${statuses}`));
});
